"""Tables of the directory.

People and organisations are kinds of one table, so that everything can point at either, and so that a list over a
million of them joins nothing to show a row: the few facts of other rooms that lists show (`stage`, `last_contact_at`,
`next_step`) are kept on the row by services of those rooms.
"""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_, exists, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.accounts.models import Team, User
from crm.contacts.values import ContactKind, NameKind, OrganizationType, PointKind, RelationKind, Stage, match_key
from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, Versioned, ascii_key, one_of
from crm.core.journal.models import Journaled, JournalLine
from crm.core.scope import scoped
from crm.core.search.models import SearchWord
from crm.core.text.folding import sort_key, words
from crm.core.text.names import is_unnamed


class Contact(Keyed, Versioned, Journaled, Model):
    """A person or an organisation that the secretariat knows."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_list", "kind", "is_archived", "is_unnamed", "sort_name", "id"),
        Index("ix_contact_country", "kind", "country", "is_archived", "is_unnamed", "sort_name", "id"),
        Index("ix_contact_stage", "kind", "stage", "is_archived", "is_unnamed", "sort_name", "id"),
        Index("ix_contact_owner", "owner_id", "kind", "is_archived", "is_unnamed", "sort_name", "id"),
        Index("ix_contact_last", "kind", "is_archived", "is_unnamed", "last_contact_at", "id"),
        Index("ix_contact_created", "kind", "is_archived", "is_unnamed", "created_at", "id"),
        # Few contacts have a next step; a list of those goes by them alone.
        Index(
            "ix_contact_step",
            "kind",
            "is_archived",
            "is_unnamed",
            "sort_name",
            "id",
            sqlite_where=text("next_step IS NOT NULL"),
            postgresql_where=text("next_step IS NOT NULL"),
        ),
        Index("ix_contact_match", "match_key", "kind"),
        # The number of a contact that is gone is never another's: its history would be told of somebody else.
        {"sqlite_autoincrement": True},
    )
    unjournaled = (
        "sort_name",
        "match_key",
        "last_contact_at",
        "last_contact_kind",
        "next_step",
        "next_step_on",
        "main_person",
    )

    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind))
    #: The name as its bearer writes it, NFC.
    name: Mapped[str] = mapped_column(String(500))
    #: The name in the bearer's own script, shown beside it.
    native_name: Mapped[str | None] = mapped_column(String(500))
    acronym: Mapped[str | None] = mapped_column(String(60))
    #: ASCII key of the order in lists (core/text.sort_key).
    sort_name: Mapped[str] = mapped_column(ascii_key(80))
    #: Folded name for finding the same contact again (room matching).
    match_key: Mapped[str] = mapped_column(ascii_key(200), default="")
    #: A signer who gave no name: never matched, left out of People unless asked for.
    is_unnamed: Mapped[bool] = mapped_column(default=False)
    organization_type: Mapped[OrganizationType | None] = mapped_column(one_of(OrganizationType))
    #: ISO 3166-1 alpha-2.
    country: Mapped[str | None] = mapped_column(String(2))
    city: Mapped[str | None] = mapped_column(String(200))
    #: BCP 47 tags, the preferred one first.
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    website: Mapped[str | None] = mapped_column(String(500))
    founded: Mapped[int | None]
    notes: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    #: True when only members of its teams may see it.
    is_limited: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    #: Kept by room coalition: the stage in the main ask.
    stage: Mapped[Stage] = mapped_column(one_of(Stage), default=Stage.IDENTIFIED)
    stage_since: Mapped[datetime | None]
    #: Kept by room outreach.
    last_contact_at: Mapped[datetime | None]
    last_contact_kind: Mapped[str | None] = mapped_column(String(24))
    next_step: Mapped[str | None] = mapped_column(String(200))
    next_step_on: Mapped[date | None]
    #: Name of the main contact of an organisation, or of a person's main organisation.
    main_person: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    owner: Mapped[User | None] = relationship()
    names: Mapped[list["ContactName"]] = relationship(
        back_populates="contact", cascade="all, delete-orphan", passive_deletes=True, order_by="ContactName.id"
    )
    points: Mapped[list["ContactPoint"]] = relationship(
        back_populates="contact", cascade="all, delete-orphan", passive_deletes=True, order_by="ContactPoint.id"
    )
    tags: Mapped[list["ContactTag"]] = relationship(
        back_populates="contact", cascade="all, delete-orphan", passive_deletes=True, order_by="ContactTag.id"
    )
    teams: Mapped[list["ContactTeam"]] = relationship(
        back_populates="contact", cascade="all, delete-orphan", passive_deletes=True, order_by="ContactTeam.id"
    )
    keys: Mapped[list["ExternalKey"]] = relationship(
        back_populates="contact", cascade="all, delete-orphan", passive_deletes=True, order_by="ExternalKey.id"
    )
    affiliations: Mapped[list["Affiliation"]] = relationship(
        back_populates="person",
        cascade="all, delete-orphan",
        passive_deletes=True,
        foreign_keys="Affiliation.person_id",
        order_by="Affiliation.id",
    )
    people: Mapped[list["Affiliation"]] = relationship(
        back_populates="organization",
        passive_deletes=True,
        foreign_keys="Affiliation.organization_id",
        order_by="Affiliation.id",
    )
    relations: Mapped[list["ContactRelation"]] = relationship(
        back_populates="contact",
        cascade="all, delete-orphan",
        passive_deletes=True,
        foreign_keys="ContactRelation.contact_id",
        order_by="ContactRelation.id",
    )

    @property
    def is_person(self) -> bool:
        """Say whether this is a person."""
        return self.kind is ContactKind.PERSON

    def set_name(self, name: str) -> None:
        """Give it a name, with everything that follows from it: its place in lists, its key, whether it is a name."""
        self.name = name
        self.sort_name = sort_key(name)
        self.match_key = match_key(name)
        self.is_unnamed = is_unnamed(name)

    def search_words(self) -> set[str]:
        """Return the words by whose beginnings it is found: of all its names, none where it has no name."""
        if self.is_unnamed:
            return set()
        names = [self.name, self.native_name, self.acronym, *(other.name for other in self.names)]
        return {word for name in names if name for word in words(name)}

    def main_point(self, kind: PointKind) -> "ContactPoint | None":
        """Return its main address or number of a kind, else the first, if any."""
        found = [point for point in self.points if point.kind is kind]
        return next((point for point in found if point.is_main), found[0] if found else None)

    @property
    def journal_subject(self) -> int | None:
        """A contact's changes are its own story."""
        return self.id


class _OfContact(Keyed, Journaled):
    """A row that belongs to one contact and tells of it."""

    contact_id: Mapped[int]

    @property
    def journal_subject(self) -> int | None:
        """Its changes stand on the contact's timeline."""
        return self.contact_id


class ContactName(_OfContact, Model):
    """A further name: alias, native script, acronym, former name."""

    __tablename__ = "contact_name"
    __table_args__ = (Index("ix_contact_name_contact_id", "contact_id"), Index("ix_contact_name_match", "match_key"))
    unjournaled = ("match_key",)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(500))
    kind: Mapped[NameKind] = mapped_column(one_of(NameKind))
    language: Mapped[str | None] = mapped_column(String(24))
    match_key: Mapped[str] = mapped_column(ascii_key(200), default="")

    contact: Mapped[Contact] = relationship(back_populates="names")

    def set_name(self, name: str) -> None:
        """Write the name and its key."""
        self.name = name
        self.match_key = match_key(name)


class ContactPoint(_OfContact, Model):
    """An address or phone number: as given, and in its normal form for comparing."""

    __tablename__ = "contact_point"
    __table_args__ = (Index("ix_contact_point_contact_id", "contact_id"), Index("ix_contact_point_key", "kind", "key"))
    unjournaled = ("key",)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    kind: Mapped[PointKind] = mapped_column(one_of(PointKind))
    #: As it was given.
    value: Mapped[str] = mapped_column(String(500))
    #: Lower-case mail address, E.164 number, or folded postal address; empty when it could not be read.
    key: Mapped[str] = mapped_column(ascii_key(320), default="")
    label: Mapped[str | None] = mapped_column(String(60))
    is_main: Mapped[bool] = mapped_column(default=False)

    contact: Mapped[Contact] = relationship(back_populates="points")


class Affiliation(Keyed, Versioned, Journaled, Model):
    """A person's place in an organisation; one that is only somebody's employer stays a name."""

    __tablename__ = "affiliation"
    __table_args__ = (
        Index("ix_affiliation_person_id", "person_id"),
        Index("ix_affiliation_organization_id", "organization_id"),
        Index("ix_affiliation_organization_name", "organization_name"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    #: The organisation's name as given, where it is no organisation of ours.
    organization_name: Mapped[str | None] = mapped_column(String(500))
    role: Mapped[str | None] = mapped_column(String(300))
    since: Mapped[date | None]
    until: Mapped[date | None]
    is_main_contact: Mapped[bool] = mapped_column(default=False)
    may_sign: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Contact] = relationship(back_populates="affiliations", foreign_keys=[person_id])
    organization: Mapped[Contact | None] = relationship(back_populates="people", foreign_keys=[organization_id])

    @property
    def place(self) -> str:
        """Return the name of the organisation, of ours or as given."""
        return self.organization.name if self.organization else self.organization_name or ""

    def is_over(self, day: date) -> bool:
        """Say whether it ended before a day."""
        return self.until is not None and self.until < day

    @property
    def journal_subject(self) -> int | None:
        """Where somebody works is that person's story."""
        return self.person_id


class ContactRelation(_OfContact, Model):
    """An organisation's tie to another, dated."""

    __tablename__ = "contact_relation"
    __table_args__ = (
        Index("ix_contact_relation_contact_id", "contact_id"),
        Index("ix_contact_relation_other_id", "other_id"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    kind: Mapped[RelationKind] = mapped_column(one_of(RelationKind))
    since: Mapped[date | None]
    until: Mapped[date | None]

    contact: Mapped[Contact] = relationship(back_populates="relations", foreign_keys=[contact_id])
    other: Mapped[Contact] = relationship(foreign_keys=[other_id])


class Tag(Keyed, Model):
    """A word that people put on contacts."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("key"),)

    name: Mapped[str] = mapped_column(String(60))
    #: Folded, so that "Arabic media" and "arabic media" are one.
    key: Mapped[str] = mapped_column(String(80))


class ContactTag(_OfContact, Model):
    """A tag on a contact."""

    __tablename__ = "contact_tag"
    __table_args__ = (UniqueConstraint("contact_id", "tag_id"), Index("ix_contact_tag_tag_id", "tag_id", "contact_id"))

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"))

    contact: Mapped[Contact] = relationship(back_populates="tags")
    tag: Mapped[Tag] = relationship(lazy="joined")


class ContactTeam(_OfContact, Model):
    """A team that a contact is limited to."""

    __tablename__ = "contact_team"
    __table_args__ = (
        UniqueConstraint("contact_id", "team_id"),
        Index("ix_contact_team_team_id", "team_id", "contact_id"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))

    contact: Mapped[Contact] = relationship(back_populates="teams")
    team: Mapped[Team] = relationship(lazy="joined")


class ExternalKey(_OfContact, Model):
    """The number that a contact has in somebody else's list, kept with that list's name."""

    __tablename__ = "external_key"
    __table_args__ = (
        UniqueConstraint("source", "value", "contact_id"),
        Index("ix_external_key_contact_id", "contact_id"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(200))

    contact: Mapped[Contact] = relationship(back_populates="keys")


def _is_in(contact_id: Any, teams: frozenset[int]) -> ColumnElement[bool]:
    """Look one contact's teams up: a page has few contacts, a team may have many."""
    place = ContactTeam.__table__.alias()
    return exists(select(1).where(place.c.contact_id == contact_id, place.c.team_id.in_(teams)))


def _seen(entity: Any, teams: frozenset[int]) -> ColumnElement[bool]:
    """Show a contact without a team to everybody, a limited one to its teams."""
    return or_(entity.is_limited.is_(False), _is_in(entity.id, teams))


def of_seen_contact(column: ColumnElement[Any] | Any, teams: frozenset[int]) -> ColumnElement[bool]:
    """Return the rule of a row that is seen by whoever sees the contact in ``column``."""
    other = Contact.__table__.alias()
    hidden = exists(select(1).where(other.c.id == column, other.c.is_limited.is_(True), ~_is_in(other.c.id, teams)))
    return or_(column.is_(None), ~hidden)


def is_limited(column: ColumnElement[Any] | Any) -> ColumnElement[bool]:
    """Return the condition that the contact in ``column`` is limited to teams: those are few, their places say it."""
    return cast("ColumnElement[bool]", column.in_(select(ContactTeam.contact_id)))


scoped(Contact, _seen)
for _model in (ContactName, ContactPoint, ContactTag, ExternalKey):
    scoped(_model, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
scoped(
    ContactRelation,
    lambda entity, teams: and_(of_seen_contact(entity.contact_id, teams), of_seen_contact(entity.other_id, teams)),
)
scoped(
    Affiliation,
    lambda entity, teams: and_(
        of_seen_contact(entity.person_id, teams), of_seen_contact(entity.organization_id, teams)
    ),
)
scoped(JournalLine, lambda entity, teams: of_seen_contact(entity.subject_id, teams))
scoped(SearchWord, lambda entity, teams: of_seen_contact(entity.record_id, teams))
