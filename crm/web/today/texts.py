"""Words and figures of the first page of the day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from crm.coalition.models import Campaign, KeyDate
from crm.coalition.values import REGION_WORDS, RegionCount
from crm.core.words import N_
from crm.imports.values import BatchState
from crm.outreach.models import FollowUp
from crm.outreach.values import INTERACTION_KIND_WORDS, Due, InteractionKind, due_group
from crm.records.values import FirstSteps, News, SignatureCount
from crm.tasks.queries import AtRisk
from crm.web.shared.page import choose_timezone, full_day, full_moment, moment, number, reader_today, who_acted
from crm.web.shared.page import day as day_word
from crm.web.shared.places import optional_url
from crm.web.tasks.texts import due_words

#: How near two points of the road may stand, in hundredths of it.
_NEAR = 22
#: Since when the coalition's growth is shown.
GROWTH = timedelta(weeks=12)
#: Tasks that are due this soon and have places left are at risk.
RISK = timedelta(days=10)
_RISK_TONES = {"late": "red", "today": "amber", "soon": "amber", "later": "grey"}


def risks(tasks: Sequence[AtRisk]) -> list[dict[str, Any]]:
    """Return the tasks at risk as `item_list` shows them: what is missing, and when it is due."""
    return [_risk(task) for task in tasks]


def _risk(task: AtRisk) -> dict[str, Any]:
    due = due_words(task.due_on)
    line = gettext("%(filled)s of %(places)s places filled", filled=number(task.filled), places=number(task.places))
    return {
        "name": task.title,
        "url": url_for("tasks.show", task_id=task.id),
        "line": line if task.filled else gettext("Nobody is on it yet"),
        "badge": {"label": due["text"], "tone": _RISK_TONES[due["state"]]},
    }


def headline(follow_ups: Sequence[FollowUp]) -> str:
    """Return the line under the greeting: the day, and what is late."""
    late = sum(due_group(one.due_on, reader_today()) is Due.LATE for one in follow_ups)
    today = full_day(reader_today())
    if not late:
        return today
    words = ngettext("%(num)d follow-up is late", "%(num)d follow-ups are late", late)
    return f"{today} · {words}"


def next_session(campaign: Campaign | None, dates: Sequence[KeyDate]) -> dict[str, Any] | None:
    """Return the next session, how far it is, and the road to it; None where none is planned."""
    today = reader_today()
    coming = [one for one in dates if (one.until or one.on) >= today]
    if campaign is None or not coming:
        return None
    goal = next((one for one in coming if one.until), coming[0])
    days = (goal.on - today).days
    past = [one.on for one in dates if one.on < today and one not in coming]
    start = min(past[-1] if past else campaign.created_at.date(), today)
    return {
        "title": goal.title,
        "line": " · ".join(word for word in (goal.place or "", _span(goal)) if word),
        "days": ngettext("%(num)d day", "%(num)d days", days) if days > 0 else gettext("Now"),
        "points": _road(start, goal, [one for one in coming if one.on < goal.on]),
        "label": gettext("The way to %(session)s: %(days)s left", session=goal.title, days=number(max(days, 0))),
    }


def _span(one: KeyDate) -> str:
    if one.until is None or one.until == one.on:
        return day_word(one.on)
    return str(gettext("%(first)s to %(last)s", first=day_word(one.on), last=day_word(one.until)))


def _road(start: date, goal: KeyDate, between: Sequence[KeyDate]) -> list[dict[str, Any]]:
    today = reader_today()
    length = max((goal.on - start).days, 1)

    def at(day: date) -> int:
        return min(max(round((day - start).days / length * 100), 0), 100)

    points: list[dict[str, Any]] = [{"at": 100, "label": day_word(goal.on), "state": "end"}]
    here = at(today)
    if _NEAR <= here <= 100 - _NEAR or here == 0:
        points.append({"at": here, "label": gettext("Today"), "state": "now"})
    if here != 0:
        points.append({"at": 0, "label": day_word(start), "state": "past"})
    for one in between:
        if all(abs(at(one.on) - point["at"]) >= _NEAR for point in points):
            points.append({"at": at(one.on), "label": one.title[:24], "state": "next"})
    return sorted(points, key=lambda point: int(point["at"]))


def signature_panel(counts: SignatureCount) -> dict[str, Any] | None:
    """Return the panel of signatures: the number, what came this week, the line; None where there are none."""
    if not counts.total:
        return None
    start = reader_today() - GROWTH
    return {
        "total": number(counts.total),
        "new": gettext("+%(n)s this week", n=number(counts.this_week)) if counts.this_week else "",
        "split": gettext(
            "%(orgs)s orgs · %(people)s people", orgs=number(counts.organizations), people=number(counts.people)
        ),
        "points": counts.by_week,
        "ticks": ticks(min(counts.by_week), max(counts.by_week)),
        "start": day_word(start),
        "label": gettext(
            "Signatures grew from %(before)s to %(now)s in 12 weeks",
            before=number(counts.by_week[0]),
            now=number(counts.by_week[-1]),
        ),
    }


def ticks(low: int, high: int) -> list[int]:
    """Return two or three round numbers that hold a span, ascending."""
    steps = (size * 10**power for power in range(10) for size in (1, 2, 5))
    # Where little changes, the lines stand at a tenth of the height, not at every single one.
    span = max(high - low, high // 10)
    step = next(one for one in steps if span <= 2.5 * one)
    first = low // step * step
    return [first + step * place for place in range(3 if first + step < high else 2)]


def region_rows(counts: Sequence[RegionCount]) -> list[dict[str, Any]]:
    """Return the coalition by region, for bar_rows."""
    return [
        {
            "label": gettext(REGION_WORDS[one.region]) if one.region else gettext("Elsewhere or not known"),
            "value": one.total,
            "new": one.new,
        }
        for one in counts
    ]


def news_lines(news: Sequence[News]) -> list[dict[str, Any]]:
    """Return what happened lately, in words."""
    return [
        {"icon": _icon(one), "text": _sentence(one), "when": _when(one), "title": full_moment(one.at)} for one in news
    ]


def _when(one: News) -> str:
    """Return the hour of what happened today; all else is of yesterday, which leaves room for the sentence."""
    is_today = one.at.astimezone(ZoneInfo(choose_timezone())).date() == reader_today()
    return moment(one.at) if is_today else str(gettext("Yesterday"))


_ICONS = {
    "signature": "pen",
    "record": "person-plus",
    "import": "box-arrow-in-down",
    "undone": "arrow-counterclockwise",
}
_KIND_ICONS = {
    "call": "telephone",
    "mail": "envelope",
    "meeting": "people",
    "event": "calendar-event",
    "letter": "envelope-paper",
    "message": "chat-dots",
    "note": "sticky",
}
_SENTENCES = {
    "signature": N_("%(name)s signed"),
    "record": N_("%(who)s added %(name)s"),
    "import": N_("%(who)s imported %(name)s"),
    "undone": N_("%(who)s imported %(name)s; the import was undone"),
    "contact": N_("%(who)s: %(kind)s, %(name)s"),
}


def _what(one: News) -> str:
    return "undone" if one.what == "import" and one.kind != BatchState.DONE else one.what


def _icon(one: News) -> str:
    return _KIND_ICONS[one.kind] if one.what == "contact" else _ICONS[_what(one)]


def _sentence(one: News) -> Markup:
    name = Markup("<b><bdi>{}</bdi></b>").format(one.name)
    if one.contact_id is not None:
        url = url_for("contacts.show", contact_id=one.contact_id)
        name = Markup('<a class="c-text-link" href="{}">{}</a>').format(url, name)
    kind = gettext(INTERACTION_KIND_WORDS[InteractionKind(one.kind)]) if one.what == "contact" else ""
    words = {"name": name, "who": Markup("<bdi>{}</bdi>").format(who_acted(one.actor)), "kind": kind}
    return escape(gettext(_SENTENCES[_what(one)])) % words


def first_steps(steps: FirstSteps) -> list[dict[str, Any]]:
    """Return the first three steps with what is done of them."""
    rows = (
        (
            gettext("Bring in your organisations"),
            steps.has_contacts,
            gettext("Import a list that you have, or add the first ones by hand."),
            optional_url("imports.new") or url_for("contacts.new", kind="organization"),
            gettext("Import") if optional_url("imports.new") else gettext("Add"),
        ),
        (
            gettext("Log a contact"),
            steps.has_interactions,
            gettext("A call, a mail, a meeting: it stands on everybody’s timeline, and its follow-up waits here."),  # noqa: RUF001 - an apostrophe as it is printed
            url_for("interactions.new"),
            gettext("Log"),
        ),
        (
            gettext("Invite a colleague"),
            steps.has_colleagues,
            gettext("They get a link and choose a password of their own."),
            optional_url("users.invite") or optional_url("users.index"),
            gettext("Invite"),
        ),
    )
    return [
        {"label": label, "kind": "ok" if done else "look", "words": words, "url": None if done else url, "act": act}
        for label, done, words, url, act in rows
    ]
