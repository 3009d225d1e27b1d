"""Reading across rooms: the record page, the first page of the day, the change log."""

from crm.records.queries.log import STEPS, list_log
from crm.records.queries.names import Ref, may_name, name_records
from crm.records.queries.record import get_head, get_origins, list_details, list_people, list_places
from crm.records.queries.timeline import PAGE, get_timeline
from crm.records.queries.today import count_signatures, find_first_steps, list_news

__all__ = [
    "PAGE",
    "STEPS",
    "Ref",
    "count_signatures",
    "find_first_steps",
    "get_head",
    "get_origins",
    "get_timeline",
    "list_details",
    "list_log",
    "list_news",
    "list_people",
    "list_places",
    "may_name",
    "name_records",
]
