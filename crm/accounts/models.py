"""Tables of users, teams, grants, sessions and secret links."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.accounts.values import PERMISSIONS_OF, Permission, Role, TokenPurpose
from crm.core.actor import Actor, ActorKind
from crm.core.clock import now
from crm.core.db import Keyed, Model, Versioned, one_of


class Team(Keyed, Versioned, Model):
    """A circle of users (a region, a chapter); contacts can be limited to teams."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(120))


class User(Keyed, Versioned, Model):
    """Somebody of the secretariat who signs in."""

    __tablename__ = "user"
    __table_args__ = (UniqueConstraint("email_key"),)

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    #: The address folded to lower case: what is compared at sign-in.
    email_key: Mapped[str] = mapped_column(String(320))
    #: Argon2id; None until the invitation is taken.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    density: Mapped[str] = mapped_column(String(8), default="normal")
    has_letter_keys: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_login_at: Mapped[datetime | None]

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", passive_deletes=True, lazy="selectin"
    )

    @property
    def is_invited(self) -> bool:
        """Say whether the user has not chosen a password yet."""
        return self.password_hash is None

    @property
    def is_locked(self) -> bool:
        """Say whether the account waits after too many wrong passwords."""
        return self.locked_until is not None and self.locked_until > now()

    def live_grants(self) -> list["Grant"]:
        """Return the grants that have not expired."""
        moment = now()
        return [grant for grant in self.grants if grant.expires_at is None or grant.expires_at > moment]

    def permissions(self) -> frozenset[Permission]:
        """Return everything that any live grant allows."""
        return frozenset().union(*(PERMISSIONS_OF[grant.role] for grant in self.live_grants()))

    def team_ids(self) -> frozenset[int] | None:
        """Return the teams whose records this user sees; None when a grant holds for all teams."""
        grants = self.live_grants()
        if any(grant.team_id is None for grant in grants):
            return None
        return frozenset(grant.team_id for grant in grants if grant.team_id is not None)

    def has_role(self, role: Role) -> bool:
        """Say whether a live grant gives this role."""
        return any(grant.role is role for grant in self.live_grants())

    def as_actor(self) -> Actor:
        """Return who acts when this user acts."""
        return Actor(ActorKind.USER, self.name, self.id, frozenset(self.permissions()), self.team_ids())


class Grant(Keyed, Model):
    """A role given to a user, for all teams or for one, for good or until a moment."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role", "team_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(one_of(Role))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="grants")
    team: Mapped[Team | None] = relationship(lazy="joined")


class UserSession(Keyed, Model):
    """A signed-in browser; only the hash of its token is kept, and it can be ended from elsewhere."""

    __tablename__ = "user_session"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_user_session_user_id", "user_id"))

    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    #: What the browser calls itself, for the list of sessions.
    agent: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User] = relationship(lazy="joined")


class AccountLink(Keyed, Model):
    """A secret link that lets somebody in once: to set up, to take an invitation, to choose a new password."""

    __tablename__ = "account_link"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_account_link_user_id", "user_id"))

    token_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[TokenPurpose] = mapped_column(one_of(TokenPurpose))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()
