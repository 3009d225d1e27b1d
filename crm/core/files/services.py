"""Keeping files: their bytes are on disk, under their digest, before a row names them."""

import errno
import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from crm.core.clock import now
from crm.core.db import current_act, db
from crm.core.errors import FullError
from crm.core.files.models import KeptFile
from crm.core.files.queries import place_of
from crm.core.settings import settings

_PIECE = 1024 * 1024


def keep_file(stream: BinaryIO, *, name: str, media_type: str) -> KeptFile:
    """Keep a file's bytes and name it in the act at work; equal bytes are kept once."""
    digest, size = _write(stream)
    kept = KeptFile(
        name=name[:300],
        sha256=digest,
        size=size,
        media_type=media_type[:120],
        created_at=now(),
        user_id=current_act().actor.user_id,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _write(stream: BinaryIO) -> tuple[str, int]:
    """Write the bytes through a temporary file, so that a file under its digest is always whole."""
    folder = settings().data_dir / "files"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".")
    digest, size = sha256(), 0
    try:
        with os.fdopen(descriptor, "wb") as file:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        place = place_of(digest.hexdigest())
        place.parent.mkdir(exist_ok=True, mode=0o700)
        Path(temporary).replace(place)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise FullError("The disk is full. Nothing was saved; reading still works.") from error
        raise
    return digest.hexdigest(), size
