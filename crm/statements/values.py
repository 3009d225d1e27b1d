"""Words of statements and signatures."""

from enum import StrEnum

from crm.core.words import N_


class StatementState(StrEnum):
    """Where a statement stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


STATEMENT_STATE_WORDS = {
    StatementState.DRAFT: N_("Draft"),
    StatementState.OPEN: N_("Open"),
    StatementState.CLOSED: N_("Closed"),
}


class SignatureState(StrEnum):
    """What a signature is worth."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


SIGNATURE_STATE_WORDS = {
    SignatureState.PENDING: N_("Pending"),
    SignatureState.CONFIRMED: N_("Confirmed"),
    SignatureState.VERIFIED: N_("Verified"),
    SignatureState.WITHDRAWN: N_("Withdrawn"),
}


class SignedAs(StrEnum):
    """As whom somebody signed."""

    INDIVIDUAL = "individual"
    ORGANIZATION = "organization"


SIGNED_AS_WORDS = {SignedAs.INDIVIDUAL: N_("Individual"), SignedAs.ORGANIZATION: N_("Organisation")}
