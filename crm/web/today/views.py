"""The first page of the day: what I promised, the way to the next session, what is new."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for

from crm.accounts.values import Permission
from crm.coalition.queries import count_by_region, find_current_plan
from crm.outreach.queries import list_follow_ups_due
from crm.outreach.values import week_end
from crm.records.queries import count_signatures, find_first_steps, list_news
from crm.records.values import FirstSteps
from crm.tasks.queries import list_at_risk
from crm.web.follow_ups.texts import groups
from crm.web.shared.access import current_actor, signed_in, signed_in_user
from crm.web.shared.forms import Answer
from crm.web.shared.page import choose_timezone, reader_today
from crm.web.today import texts

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@signed_in
def show() -> Answer:
    """Show what the day brings."""
    actor, day = current_actor(), reader_today()
    may_read = actor.may(Permission.INTERACTIONS_READ)
    mine = list_follow_ups_due(week_end(day), owner_id=actor.user_id, limit=60) if may_read else []
    campaign = find_current_plan()
    # Whoever has promised something needs no first steps.
    steps = FirstSteps.done() if mine else find_first_steps()
    yesterday = datetime.combine(day - timedelta(days=1), time(), ZoneInfo(choose_timezone()))
    return render_template(
        "today/show.html",
        user=signed_in_user(),
        headline=texts.headline(mine),
        count=len(mine),
        groups=groups(mine, back=url_for("today.show")),
        session=texts.next_session(campaign, campaign.dates if campaign else []),
        campaign=campaign,
        signatures=texts.signature_panel(count_signatures(day)) if actor.may(Permission.SIGNATURES_READ) else None,
        regions=texts.region_rows(count_by_region(day - texts.GROWTH)),
        since=day - texts.GROWTH,
        news=texts.news_lines(list_news(yesterday, with_contacts=may_read)),
        steps=steps,
        at_risk=texts.risks(list_at_risk(day, until=day + texts.RISK)) if actor.may(Permission.TASKS_READ) else [],
        texts=texts,
        may=lambda permission: actor.may(Permission(permission)),
    )
