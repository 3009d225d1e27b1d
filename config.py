"""What the machine sets: one frozen object, read once from the environment and ``$CRM_DATA/crm.env``.

What users set on screens (the coalition's name, its mail server) is kept in the database instead and shown on the
Settings page; where both name the same thing, the environment wins and the page shows it as fixed.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
#: File of the data folder with the port that was served last.
_SERVED = "served.port"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A setting that cannot be used; the message is one sentence for whoever starts the program."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation lives and whom it talks to."""

    #: Folder of the database, uploaded files, outbox, backups and keys (`CRM_DATA`, by default `instance/`).
    data_dir: Path
    #: SQLAlchemy address of the database (`DATABASE_URL`); by default the SQLite file `crm.db` in the data folder.
    database_url: str
    #: Redis as alarm clock and limiter of several machines (`REDIS_URL`); without it, files in the data folder do.
    redis_url: str | None
    #: Mail server, `smtp://user:password@host:587` or `smtps://...` (`SMTP_URL`); without it mails become .eml files.
    smtp_url: str | None
    #: Sender of the system's mails (`MAIL_FROM`).
    mail_from: str | None
    #: Mailbox that is read, `imaps://user:password@host` (`IMAP_URL`).
    imap_url: str | None
    #: Address under which people reach the CRM (`PUBLIC_URL`); https is required beyond this machine.
    public_url: str
    #: Port of this machine that the web server listens on (`CRM_PORT`).
    port: int
    #: Master secret (`SECRET_KEY`); made at first start and kept in `secret.key` in the data folder.
    secret_key: str
    #: Show the component page `/design` (`CRM_DEVELOPER=1`).
    is_developer: bool
    #: Names of the settings that the environment or crm.env fixes.
    fixed: frozenset[str]

    @property
    def is_https(self) -> bool:
        """Cookies carry Secure and the `__Host-` prefix under https only."""
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raise SettingsError with one sentence when one cannot be used."""
    env = dict(os.environ if environ is None else environ)
    data_dir = Path(env.get("CRM_DATA") or ROOT / "instance").expanduser().resolve()
    values = {**_read_env_file(data_dir / "crm.env"), **{key: value for key, value in env.items() if value}}
    port = _port(values.get("CRM_PORT", "8000"))
    served = values.get("CRM_PORT") or _served_port(data_dir) or port
    public_url = values.get("PUBLIC_URL", f"http://127.0.0.1:{served}").rstrip("/")
    _check_public_url(public_url)
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(values.get("DATABASE_URL"), data_dir),
        redis_url=values.get("REDIS_URL"),
        smtp_url=values.get("SMTP_URL"),
        mail_from=values.get("MAIL_FROM"),
        imap_url=values.get("IMAP_URL"),
        public_url=public_url,
        port=port,
        secret_key=values.get("SECRET_KEY") or _kept_secret(data_dir),
        is_developer=values.get("CRM_DEVELOPER") == "1",
        fixed=frozenset(
            {"DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAIL_FROM", "IMAP_URL", "PUBLIC_URL", "SECRET_KEY"} & set(values)
        ),
    )


def _database_url(given: str | None, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'crm.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL is not understood: write it like postgresql://user:password@host/name.")
    return given


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - the range of ports
        raise SettingsError(f"CRM_PORT is “{text}”: write a number from 1 to 65535.")
    return int(text)


def keep_served_port(data_dir: Path, port: int) -> None:
    """Keep the port that is served, so that the links of other commands lead there while nothing else names it."""
    with suppress(OSError):
        (data_dir / _SERVED).write_text(f"{port}\n", encoding="ascii")


def _served_port(data_dir: Path) -> int | None:
    try:
        return _port((data_dir / _SERVED).read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError, SettingsError):
        return None


def _check_public_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"PUBLIC_URL is “{url}”: write it like https://crm.example.org.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsError(
            f"PUBLIC_URL is “{url}”: beyond this machine only https is safe. Put a TLS proxy before the CRM "
            "(scripts/service.py writes its lines) and set PUBLIC_URL to its https address."
        )


def _read_env_file(path: Path) -> dict[str, str]:
    """Read `KEY=value` lines; blank lines and lines that start with # are skipped, quotes around a value fall away."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read ({error.__class__.__name__}).") from error
    values = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        key, equals, value = text.partition("=")
        if not equals:
            raise SettingsError(f"Line {number} of {path} is not of the form NAME=value.")
        values[key.strip()] = value.strip().strip("\"'")
    return {key: value for key, value in values.items() if value}


def _kept_secret(data_dir: Path) -> str:
    """Return the secret of this installation, made at its first start; readable by its owner alone."""
    path = data_dir / "secret.key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SettingsError(f"The key file {path} cannot be read ({error.strerror}).") from error
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(
            f"The data folder {data_dir} cannot be written ({error.strerror}). "
            "Choose another one with CRM_DATA, or give yourself the right to write there."
        ) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret := secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return secret
