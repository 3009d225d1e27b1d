"""Mails as .eml files in the folder `outbox` of the data folder: what happens until a mail server is set."""

import os
import re
import tempfile
from pathlib import Path

from crm.core.mail.models import OutgoingMail
from crm.core.settings import settings


def outbox_folder() -> Path:
    """Return the folder of the .eml files."""
    return settings().data_dir / "outbox"


def write_eml(mail: OutgoingMail, message: bytes) -> str:
    """Write one mail as a file, whole or not at all, and return its place; written again it is the same file."""
    folder = outbox_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    purpose = re.sub(r"[^a-z0-9]+", "-", mail.purpose.lower()).strip("-")
    place = folder / f"{mail.id:06d}-{purpose}.eml"
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return f"outbox/{place.name}"
