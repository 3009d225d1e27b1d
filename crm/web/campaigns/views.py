"""Campaigns: name, main ask, sessions and deadlines."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.coalition.queries import get_campaign, get_key_date, list_campaigns
from crm.coalition.services import (
    add_campaign,
    add_key_date,
    edit_campaign,
    edit_key_date,
    make_campaign_current,
    remove_key_date,
)
from crm.core.errors import DomainError
from crm.web.campaigns.forms import CampaignForm, KeyDateForm
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, seen_version

blueprint = Blueprint("campaigns", __name__)


@blueprint.get("/campaigns")
@require(Permission.CAMPAIGNS_WRITE)
def index() -> Answer:
    """Show all campaigns."""
    return render_template("campaigns/index.html", campaigns=list_campaigns())


@blueprint.route("/campaigns/new", methods=["GET", "POST"])
@require(Permission.CAMPAIGNS_WRITE)
def new() -> Answer:
    """Begin a campaign."""
    g.here = "campaigns"
    form = CampaignForm()
    if form.validate_on_submit():
        try:
            campaign = add_campaign(form.name.data or "", form.main_ask.data or "", actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("The campaign is begun. Write down its sessions and deadlines."))
            return redirect(url_for("campaigns.show", campaign_id=campaign.id))
    return form.answer("campaigns/edit.html", campaign=None)


@blueprint.route("/campaigns/<int:campaign_id>", methods=["GET", "POST"])
@require(Permission.CAMPAIGNS_WRITE)
def show(campaign_id: int) -> Answer:
    """Change a campaign's name and main ask."""
    campaign = get_campaign(campaign_id)
    form = CampaignForm(obj=campaign)
    if form.validate_on_submit():
        try:
            name, ask = form.name.data or "", form.main_ask.data or ""
            edit_campaign(campaign_id, name, main_ask=ask, version=seen_version(form), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved."))
            return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    return form.answer("campaigns/edit.html", campaign=campaign)


@blueprint.post("/campaigns/<int:campaign_id>/current")
@require(Permission.CAMPAIGNS_WRITE)
def make_current(campaign_id: int) -> Answer:
    """Make a campaign the one that the coalition works on."""
    make_campaign_current(campaign_id, actor=current_actor())
    flash(gettext("This is the current campaign now."))
    return redirect(url_for("campaigns.index"))


@blueprint.route("/campaigns/<int:campaign_id>/dates/new", methods=["GET", "POST"])
@require(Permission.CAMPAIGNS_WRITE)
def new_date(campaign_id: int) -> Answer:
    """Write a session or deadline into a campaign."""
    campaign, form = get_campaign(campaign_id), KeyDateForm()
    if form.validate_on_submit():
        try:
            add_key_date(campaign_id, form.facts(), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    return form.answer("campaigns/date.html", campaign=campaign, key_date=None)


@blueprint.route("/campaigns/dates/<int:key_date_id>", methods=["GET", "POST"])
@require(Permission.CAMPAIGNS_WRITE)
def edit_date(key_date_id: int) -> Answer:
    """Change a session or deadline."""
    key_date = get_key_date(key_date_id)
    campaign, form = key_date.campaign, KeyDateForm(obj=key_date)
    if form.validate_on_submit():
        try:
            edit_key_date(key_date_id, form.facts(), version=seen_version(form), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            return redirect(url_for("campaigns.show", campaign_id=campaign.id))
    return form.answer("campaigns/date.html", campaign=campaign, key_date=key_date)


@blueprint.post("/campaigns/dates/<int:key_date_id>/remove")
@require(Permission.CAMPAIGNS_WRITE)
def remove_date(key_date_id: int) -> Answer:
    """Strike a session or deadline."""
    campaign = remove_key_date(key_date_id, actor=current_actor())
    flash(gettext("The date is struck."))
    return redirect(url_for("campaigns.show", campaign_id=campaign.id))
