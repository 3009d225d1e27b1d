"""Signing in and out, secret links, my profile. A link's page only shows a form; nothing happens before it is sent."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from crm.accounts.queries import count_users, get_open_link, list_sessions
from crm.accounts.services import (
    Profile,
    ask_for_reset,
    change_password,
    check_password,
    edit_profile,
    end_sessions,
    revoke_session,
    take_link,
    take_setup,
)
from crm.accounts.values import TokenPurpose
from crm.core.errors import DomainError
from crm.web.account.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, ProfileForm, SetupForm, SignInForm
from crm.web.account.texts import browser_name
from crm.web.shared import signin
from crm.web.shared.access import current_actor, find_user, open_to_all, signed_in, signed_in_user
from crm.web.shared.forms import Answer, seen_version
from crm.web.shared.limits import GUESSES, limited
from crm.web.shared.places import home, own_path

blueprint = Blueprint("account", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to_all
@limited(GUESSES)
def sign_in() -> Answer:
    """Ask for address and password."""
    place = request.args.get("next")
    if find_user():
        return redirect(own_path(place))
    form = SignInForm()
    if form.validate_on_submit():
        try:
            signin.sign_in(check_password(form.email.data, form.password.data))
        except DomainError as error:
            form.reject(error)
        else:
            return redirect(own_path(place))
    return form.answer("account/sign_in.html", nobody_yet=count_users() == 0)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Answer:
    """End this browser's session."""
    signin.sign_out()
    flash(gettext("You have signed out."))
    return redirect(url_for("account.sign_in"))


@blueprint.route("/setup/<token>", methods=["GET", "POST"])
@open_to_all
@limited(GUESSES)
def setup(token: str) -> Answer:
    """Create the first administrator, once."""
    get_open_link(token, TokenPurpose.SETUP)
    form = SetupForm()
    if form.validate_on_submit():
        try:
            facts = {"name": form.name.data, "email": form.email.data, "password": form.password.data}
            signin.sign_in(take_setup(token, **facts))
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Welcome. You are the first administrator."))
            return redirect(home())
    return form.answer("account/setup.html")


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@open_to_all
@limited(GUESSES)
def welcome(token: str) -> Answer:
    """Take an invitation by choosing a password."""
    return _choose_password(token, TokenPurpose.INVITE)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@open_to_all
@limited(GUESSES)
def reset(token: str) -> Answer:
    """Choose a new password in place of a forgotten one."""
    return _choose_password(token, TokenPurpose.RESET)


def _choose_password(token: str, purpose: TokenPurpose) -> Answer:
    link = get_open_link(token, purpose)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            signin.sign_in(take_link(token, purpose, password=form.password.data))
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Your password is set. You are signed in."))
            return redirect(home())
    return form.answer("account/choose_password.html", user=link.user, is_new=purpose is TokenPurpose.INVITE)


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@open_to_all
@limited(GUESSES)
def forgotten() -> Answer:
    """Ask for a link to a new password; the answer is the same for every address."""
    form = ForgottenForm()
    if form.validate_on_submit():
        try:
            ask_for_reset(form.email.data)
        except DomainError as error:
            form.reject(error)
        else:
            return render_template("account/forgotten_sent.html")
    return form.answer("account/forgotten.html")


@blueprint.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> Answer:
    """Show and change what users say of themselves, how pages look, and where they are signed in."""
    user = signed_in_user()
    form = ProfileForm(obj=user, is_developer=current_app.config["SHOW_DESIGN"])
    if form.validate_on_submit():
        try:
            facts = {name: form[name].data for name in Profile.__dataclass_fields__}
            edit_profile(Profile(**facts), version=seen_version(form), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved."))
            return redirect(url_for("account.profile"))
    here = signin.current_session()
    return form.answer("account/profile.html", user=user, sessions=_sessions(user.id), here=here.session_id)


def _sessions(user_id: int) -> list[dict[str, object]]:
    return [
        {"id": row.id, "browser": browser_name(row.agent), "began_at": row.created_at, "seen_at": row.seen_at}
        for row in list_sessions(user_id)
    ]


@blueprint.route("/profile/password", methods=["GET", "POST"])
@signed_in
@limited(GUESSES)
def password() -> Answer:
    """Change one's own password; every other browser is signed out by it."""
    form = ChangePasswordForm()
    user = signed_in_user()
    if form.validate_on_submit():
        try:
            change_password(user.id, form.present.data, form.password.data, actor=current_actor())
            signin.sign_in(user)
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Your password is changed. Other browsers have been signed out."))
            return redirect(url_for("account.profile"))
    return form.answer("account/password.html", user=user)


@blueprint.post("/profile/sessions/<int:session_id>/end")
@signed_in
def revoke(session_id: int) -> Answer:
    """Sign out another browser."""
    revoke_session(session_id, actor=current_actor())
    flash(gettext("That browser is signed out."))
    return redirect(url_for("account.profile"))


@blueprint.post("/profile/sessions/end-others")
@signed_in
def revoke_others() -> Answer:
    """Sign out every browser but this one."""
    end_sessions(signed_in_user().id, actor=current_actor(), besides=signin.current_session().token)
    flash(gettext("All other browsers are signed out."))
    return redirect(url_for("account.profile"))
