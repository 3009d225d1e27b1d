"""Views of the record page: the pages, and the small forms of their panels."""

from crm.web.contacts.views import details, origins, pages, suppressions
from crm.web.contacts.views.door import blueprint

__all__ = ["blueprint", "details", "origins", "pages", "suppressions"]
