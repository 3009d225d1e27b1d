"""What is wrong with a value that somebody typed, in words for them; a door translates them (see ``SENTENCES``)."""

from typing import Final

from crm.core.words import N_

SENTENCES: Final[dict[str, str]] = {
    "mail_empty": N_("An e-mail address is needed here."),
    "mail_no_at": N_("An e-mail address has an @ in it, as in name@example.org."),
    "mail_two_ats": N_("There is more than one @ in it. Give one e-mail address."),
    "mail_space": N_("There is a space in this e-mail address."),
    "mail_no_name": N_("Something is missing before the @."),
    "mail_no_domain": N_("Something is missing after the @."),
    "mail_no_dot": N_("The part after the @ needs a dot, as in example.org."),
    "mail_after_dot": N_("It needs a part after the dot."),
    "mail_two_dots": N_("There are two dots in a row, or a dot or hyphen stands at the wrong place."),
    "mail_comma": N_("There is a comma in it where a dot should be."),
    "mail_too_long": N_("This e-mail address is too long."),
    "mail_name_letters": N_("There are characters before the @ that no e-mail address has."),
    "mail_domain_letters": N_("There are characters after the @ that no e-mail address has."),
    "mail_not_public": N_("No mail can reach the part after the @."),
    "mail_wrong": N_("This is not an e-mail address."),
    "url_empty": N_("A web address is needed here."),
    "url_scheme": N_("A web address begins with https:// or http://."),
    "url_space": N_("There is a space in this web address."),
    "url_host": N_("This is not a web address, as in https://example.org."),
    "url_login": N_("A web address with a user name or password in it cannot be kept."),
    "url_too_long": N_("This web address is too long."),
}
"""Every sentence that a parser of this package raises as ``ValueError``, by a short name."""


def refuse(name: str) -> ValueError:
    """Give the error for a value, with the sentence of that name."""
    return ValueError(SENTENCES[name])
