"""Who signs in to the invented coalition; everybody may read these passwords, so nothing real belongs behind them."""

from dataclasses import dataclass

from crm.accounts.values import Role


@dataclass(frozen=True, slots=True)
class Login:
    """A user of the invented coalition."""

    name: str
    email: str
    password: str
    role: Role
    language: str
    zone: str
    #: Number of the team that the role is limited to.
    team: int | None = None


LOGINS = (
    Login(
        "Mirela Okafor",
        "mirela@treaty-secretariat.example",
        "nine quiet herons over the delta",
        Role.ADMIN,
        "en",
        "Europe/Vienna",
    ),
    Login(
        "Farid Haidari",
        "farid@treaty-secretariat.example",
        "pomegranates on the kitchen scale",
        Role.COORDINATOR,
        "en",
        "Asia/Beirut",
    ),
    Login(
        "Tomás Iriarte",
        "tomas@treaty-secretariat.example",
        "trenes lentos hacia la cordillera",
        Role.COORDINATOR,
        "es",
        "America/Argentina/Buenos_Aires",
    ),
    Login(
        "Sunniva Bakken",
        "sunniva@treaty-secretariat.example",
        "wool mittens drying by the stove",
        Role.STAFF,
        "en",
        "Europe/Oslo",
        0,
    ),
    Login(
        "Hana Lindqvist",
        "hana@treaty-secretariat.example",
        "yellow ferry past the lighthouse",
        Role.VIEWER,
        "en",
        "Europe/Stockholm",
    ),
)

#: As whom the pages of a base to measure with are asked for.
MEASURER = Login(
    "Mila Meier", "mila@treaty-secretariat.example", "a ruler, a stopwatch and some tea", Role.ADMIN, "en", "UTC"
)
