"""The file of a backup: a plain tar with a manifest, and behind it the SHA-256 of every byte before.

Any `tar` opens it. The digest at the end covers what a tar does not look at (padding, headers), so that one wrong bit
anywhere is found; the manifest names the member that is wrong.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from crm.core.backup.values import Manifest
from crm.core.errors import DomainError

MANIFEST = "manifest.json"
_PIECE = 1024 * 1024
_MARK = b"\nsha256 "
_TRAILER = len(_MARK) + 64 + 1


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """Write the members and their manifest, and the digest behind them."""
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=1).encode()
        _add_bytes(archive, MANIFEST, text)
        for name, path in members.items():
            archive.add(path, name, recursive=False, filter=_plain)
    digest = digest_of(target)
    with target.open("ab") as file:
        file.write(_MARK + digest.encode() + b"\n")


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owned the file on the old machine."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def open_archive(path: Path, folder: Path) -> Manifest:
    """Check every byte of an archive and unpack it into a folder; raise DomainError when anything is wrong."""
    try:
        _check_digest(path)
        with tarfile.open(path, "r:") as archive:
            manifest = _read_manifest(archive)
            _unpack(archive, manifest, folder)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise damaged(path) from error
    except FileNotFoundError as error:
        raise DomainError("There is no file %(path)s.", path=path) from error
    return manifest


def damaged(path: Path) -> DomainError:
    """Return the one sentence for a backup that is not whole."""
    return DomainError("The backup %(name)s is damaged or no backup; nothing was changed.", name=path.name)


def _check_digest(path: Path) -> None:
    size = path.stat().st_size - _TRAILER
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = size
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        trailer = file.read()
    if size <= 0 or trailer != _MARK + digest.hexdigest().encode() + b"\n":
        raise damaged(path)


def _read_manifest(archive: tarfile.TarFile) -> Manifest:
    first = archive.next()
    file = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    if file is None:
        raise ValueError("no manifest")
    return Manifest.read(json.load(file))


def _unpack(archive: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    """Write the members that the manifest names, each checked; a name never leads out of the folder."""
    found = set()
    for info in archive:
        if info.name == MANIFEST:
            continue
        size, digest = manifest.members.get(info.name, (None, None))
        source = archive.extractfile(info) if info.isfile() else None
        place = (folder / info.name).resolve()
        if source is None or info.size != size or not place.is_relative_to(folder.resolve()):
            raise ValueError(info.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        if _copy(source, place) != digest:
            raise ValueError(info.name)
        found.add(info.name)
    if found != set(manifest.members):
        raise ValueError("members are missing")


def _copy(source: IO[bytes], place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("wb") as file:
        while piece := source.read(_PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
