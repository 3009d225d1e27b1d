"""The filters of the change log; they travel in the address."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from crm.accounts.models import User
from crm.core.actor import ActorKind
from crm.core.audit.queries import LogFilter
from crm.core.db import read_id
from crm.records.queries import STEPS
from crm.web.change_log.texts import ACTION_WORDS, KIND_WORDS
from crm.web.shared.forms import CrmForm
from crm.web.shared.page import choose_timezone


class LogForm(CrmForm):
    """Whose acts, which, on which day; long imports are one line, unless their steps are asked for."""

    class Meta(CrmForm.Meta):
        """A question in the address needs no token."""

        csrf = False

    actor = SelectField(_("Who"), default="")
    action = SelectField(_("What"), default="")
    day = DateField(_("Day"), [Optional()])
    #: An import whose every step is shown.
    batch = HiddenField()

    def offer(self, users: Sequence[User]) -> None:
        """Offer the users and the other actors, and every act that has words."""
        kinds = [SelectChoice(kind.value, gettext(words)) for kind, words in KIND_WORDS.items()]
        self.actor.choices = [
            SelectChoice("", gettext("Everybody")),
            *(SelectChoice(str(user.id), user.name) for user in users),
            *kinds,
        ]
        acts = sorted((gettext(words), action) for action, words in ACTION_WORDS.items())
        self.action.choices = [
            SelectChoice("", gettext("Everything")),
            *(SelectChoice(act, word) for word, act in acts),
        ]

    @property
    def wanted(self) -> LogFilter:
        """Return the filter that was asked for."""
        actor, batch = self.actor.data or "", read_id(self.batch.data)
        since = until = None
        if self.day.data is not None:
            since = datetime.combine(self.day.data, time(), ZoneInfo(choose_timezone()))
            until = datetime.combine(self.day.data + timedelta(days=1), time(), ZoneInfo(choose_timezone()))
        return LogFilter(
            actor_id=read_id(actor),
            actor_kind=actor if actor in set(ActorKind) else "",
            action=self.action.data or "",
            since=since,
            until=until,
            on=("import_batch", batch) if batch is not None else None,
            but=frozenset() if self.action.data or batch is not None else STEPS,
        )
