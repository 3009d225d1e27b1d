"""Every table: importing this module completes the metadata for the mapper and for migrations."""

from sqlalchemy.orm import configure_mappers

from crm.accounts import models as accounts
from crm.coalition import models as coalition
from crm.consents import models as consents
from crm.contacts import models as contacts
from crm.core.audit import models as audit
from crm.core.files import models as files
from crm.core.jobs import models as jobs
from crm.core.journal import models as journal
from crm.core.mail import models as mail
from crm.core.once import models as once
from crm.core.preferences import models as preferences
from crm.core.search import models as search
from crm.imports import models as imports
from crm.matching import models as matching
from crm.outreach import models as outreach
from crm.records import models as records
from crm.segments import models as segments
from crm.statements import models as statements
from crm.tasks import models as tasks
from crm.volunteers import models as volunteers

__all__ = [
    "accounts",
    "audit",
    "coalition",
    "consents",
    "contacts",
    "files",
    "get_ready",
    "imports",
    "jobs",
    "journal",
    "mail",
    "matching",
    "once",
    "outreach",
    "preferences",
    "records",
    "search",
    "segments",
    "statements",
    "tasks",
    "volunteers",
]


def get_ready() -> None:
    """Work out now how the tables hang together; else the first query waits for it."""
    configure_mappers()
