"""Acts of the directory."""

from crm.contacts.services.adding import add_organization, add_person, build_contact
from crm.contacts.services.bulk import (
    BulkDone,
    archive_contacts,
    new_bulk_ref,
    set_owner,
    tag_contacts,
    undo_bulk,
)
from crm.contacts.services.derived import index_contact, keep_facts, keep_main_person
from crm.contacts.services.editing import archive_contact, edit_contact, edit_contact_fields, restore_contact
from crm.contacts.services.marks import keep_limited, on_limited, set_teams, tag_contact, untag_contact
from crm.contacts.services.parts import add_name, add_point, edit_point, make_point_main, remove_name, remove_point
from crm.contacts.services.ties import (
    add_affiliation,
    add_relation,
    edit_affiliation,
    end_relation,
    link_employers,
    remove_affiliation,
    remove_relation,
)

__all__ = [
    "BulkDone",
    "add_affiliation",
    "add_name",
    "add_organization",
    "add_person",
    "add_point",
    "add_relation",
    "archive_contact",
    "archive_contacts",
    "build_contact",
    "edit_affiliation",
    "edit_contact",
    "edit_contact_fields",
    "edit_point",
    "end_relation",
    "index_contact",
    "keep_facts",
    "keep_limited",
    "keep_main_person",
    "link_employers",
    "make_point_main",
    "new_bulk_ref",
    "on_limited",
    "remove_affiliation",
    "remove_name",
    "remove_point",
    "remove_relation",
    "restore_contact",
    "set_owner",
    "set_teams",
    "tag_contact",
    "tag_contacts",
    "undo_bulk",
    "untag_contact",
]
