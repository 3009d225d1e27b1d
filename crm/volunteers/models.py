"""Tables of volunteers and skills."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.contacts.models import Contact, of_seen_contact
from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, Versioned, ascii_key, one_of
from crm.core.journal.models import Journaled
from crm.core.scope import scoped
from crm.volunteers.values import VolunteerStatus


class Skill(Keyed, Model):
    """Something that people can do and tasks need."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("key"),)

    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(80))


class Volunteer(Keyed, Versioned, Journaled, Model):
    """A person who offered time."""

    __tablename__ = "volunteer"
    __table_args__ = (
        UniqueConstraint("contact_id"),
        Index("ix_volunteer_list", "status", "sort_name", "id"),
        Index("ix_volunteer_name", "sort_name", "id"),
    )
    unjournaled = ("sort_name",)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    status: Mapped[VolunteerStatus] = mapped_column(one_of(VolunteerStatus), default=VolunteerStatus.ACTIVE)
    #: Hours a week the person can give.
    hours_a_week: Mapped[int | None]
    #: BCP 47 tags of the languages they work in.
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    since: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    #: The person's name key again, so that a list sorts without a join.
    sort_name: Mapped[str] = mapped_column(ascii_key(80))
    created_at: Mapped[datetime] = mapped_column(default=now)

    contact: Mapped[Contact] = relationship()
    skills: Mapped[list["VolunteerSkill"]] = relationship(
        back_populates="volunteer", cascade="all, delete-orphan", passive_deletes=True, order_by="VolunteerSkill.id"
    )

    @property
    def journal_subject(self) -> int | None:
        """It stands on the person's timeline."""
        return self.contact_id


class VolunteerSkill(Keyed, Model):
    """A skill that a volunteer has."""

    __tablename__ = "volunteer_skill"
    __table_args__ = (UniqueConstraint("volunteer_id", "skill_id"), Index("ix_volunteer_skill_skill_id", "skill_id"))

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"))

    volunteer: Mapped[Volunteer] = relationship(back_populates="skills")
    skill: Mapped[Skill] = relationship(lazy="joined")


scoped(Volunteer, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
