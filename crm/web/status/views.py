"""Is it well: /healthz for machines, with no data."""

from flask import Blueprint

from crm.core.db import answers
from crm.web.shared.access import open_to_all

blueprint = Blueprint("status", __name__)


@blueprint.get("/healthz")
@open_to_all
def health() -> dict[str, str]:
    """Answer that web and database work."""
    answers()
    return {"status": "ok"}
