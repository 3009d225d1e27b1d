"""Taking a key with the first act that is done under it, and noting where its answer led."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.core.actor import SYSTEM
from crm.core.clock import now
from crm.core.db import atomic, current_act, db
from crm.core.once.models import TakenKey

#: So long a form that was sent is known again.
KEPT = timedelta(days=30)


class DoneBeforeError(Exception):
    """Another act took this key: what was sent is done already. It is no DomainError, since nothing is to be mended."""


@dataclass(slots=True)
class Claim:
    """A key that the next act takes (`core.db.set_opening`), and whether one has taken it.

    The key is taken as the act begins, so that of two equal ones at the same moment the second waits for the end of the
    first: it goes on when that one was undone, and raises DoneBeforeError when it was done.
    """

    user_id: int
    key: str
    is_taken: bool = False
    #: Where an answer leads that is a page of its own.
    answer: str | None = None

    def take(self, session: Session) -> None:
        """Take the key within the act at work, unless an earlier act of the same request has done so."""
        if self.is_taken:
            return
        row = {"user_id": self.user_id, "key": self.key, "taken_at": now()}
        try:
            with session.begin_nested():
                session.execute(insert(TakenKey).values(row))
        except IntegrityError as error:
            raise DoneBeforeError from error
        current_act().after_commit["taken"] = self._note

    def _note(self) -> None:
        self.is_taken = True


def note_answer(claim: Claim, path: str) -> None:
    """Keep where the answer led, for who sends the same again."""
    with atomic(SYSTEM):
        db.session.execute(update(TakenKey).where(*_is(claim)).values(answer=path))


def give_back(claim: Claim) -> None:
    """Free a key whose request did not end well: what is sent again is to be tried again."""
    with atomic(SYSTEM):
        db.session.execute(delete(TakenKey).where(*_is(claim)))


def forget_old_keys() -> None:
    """Delete the keys of forms that nobody sends again."""
    with atomic(SYSTEM):
        db.session.execute(delete(TakenKey).where(TakenKey.taken_at < now() - KEPT))


def _is(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return TakenKey.user_id == claim.user_id, TakenKey.key == claim.key
