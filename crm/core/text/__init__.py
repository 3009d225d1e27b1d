"""What people type and lists hold, in the forms that are kept and compared: pure functions, no database.

The forms: *clean* is what is kept and shown, *normal* is the one spelling of an address, number or code, *folded* and
*key* are what is compared and sorted. Parsers raise ``ValueError`` with a sentence of ``SENTENCES`` or give None.
"""

from crm.core.text.cleaning import clean_line, clean_name, clean_text
from crm.core.text.countries import country_choices, country_code, country_codes, country_name
from crm.core.text.folding import fold, fold_in_script, search_terms, sort_key, words
from crm.core.text.languages import language_choices, language_code, language_name
from crm.core.text.mail import ascii_domain, email_key, is_public_mail_domain, mail_domain, normal_email
from crm.core.text.names import initials, is_unnamed
from crm.core.text.phones import normal_phone
from crm.core.text.sentences import SENTENCES
from crm.core.text.urls import normal_url, url_domain

__all__ = [
    "SENTENCES",
    "ascii_domain",
    "clean_line",
    "clean_name",
    "clean_text",
    "country_choices",
    "country_code",
    "country_codes",
    "country_name",
    "email_key",
    "fold",
    "fold_in_script",
    "initials",
    "is_public_mail_domain",
    "is_unnamed",
    "language_choices",
    "language_code",
    "language_name",
    "mail_domain",
    "normal_email",
    "normal_phone",
    "normal_url",
    "search_terms",
    "sort_key",
    "url_domain",
    "words",
]
