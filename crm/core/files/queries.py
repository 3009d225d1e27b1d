"""Finding kept files."""

from pathlib import Path

from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.files.models import KeptFile
from crm.core.settings import settings


def get_file(file_id: int) -> KeptFile:
    """Return a kept file or raise NotFoundError."""
    kept = db.session.get(KeptFile, file_id)
    if kept is None:
        raise NotFoundError("There is no such file.")
    return kept


def path_of(kept: KeptFile) -> Path:
    """Return where a file's bytes lie."""
    return place_of(kept.sha256)


def place_of(sha256: str) -> Path:
    """Return where the bytes of a digest lie."""
    return settings().data_dir / "files" / sha256[:2] / sha256
