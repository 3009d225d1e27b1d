"""What can go wrong in words for the user.

Messages are English source texts; a door translates them and fills in ``values`` (``%(name)s``).
"""


class DomainError(Exception):
    """A rule that was not met; ``field`` names the form field where it can be mended."""

    status = 400

    def __init__(self, message: str, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values


class NotFoundError(DomainError):
    """There is no such record, or the asker may not know that there is."""

    status = 404


class ForbiddenError(DomainError):
    """The actor may not do this."""

    status = 403


class ConflictError(DomainError):
    """The record is no longer as the actor saw it."""

    status = 409


class StaleError(ConflictError):
    """Somebody else changed the record between the actor's reading and writing; doors show both versions."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this while you were writing.")


class BusyError(DomainError):
    """The database is locked by another writer; trying again helps."""

    status = 503


class FullError(DomainError):
    """The disk is full: reading works, writing does not."""

    status = 507
