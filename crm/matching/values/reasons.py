"""Why two contacts could be one, or not, in words."""

from crm.core.words import N_

SAME_MAIL = N_("Same mail address")
OTHER_MAIL = N_("Another mail address")
SAME_NAME = N_("Same name")
NAME_WORDS = N_("Same words in the name")
SHORT_NAME = N_("The short name fits")
SAME_PHONE = N_("Same phone number")
OTHER_PHONE = N_("Another phone number")
SAME_PLACE = N_("Same organisation")
OTHER_PLACE = N_("Another organisation")
OTHER_ROLE = N_("Another role")
SAME_COUNTRY = N_("Same country")
OTHER_COUNTRY = N_("Another country")
SAME_CITY = N_("Same city")
SAME_NUMBER = N_("Same number in their list")
