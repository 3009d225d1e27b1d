"""Acts across rooms: two records become one, and are taken apart again."""

from crm.records.services.merging import merge_contacts
from crm.records.services.unmerging import unmerge

__all__ = ["merge_contacts", "unmerge"]
