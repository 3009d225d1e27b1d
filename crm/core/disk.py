"""The disk under the data folder: whether it is of this machine, and how much room is left."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from config import SettingsError

#: File systems that another machine serves. SQLite's locks and its promises to the disk do not hold on them.
NETWORK = ("nfs", "cifs", "smb", "afp", "afs", "ceph", "gluster", "lustre", "9p", "webdav", "sshfs", "ncp")
_MOUNTS = Path("/proc/self/mounts")
#: The field of a line that names the kind of file system.
_KIND = 2


def refuse_network_disk(folder: Path, mounts: Mapping[Path, str] | None = None) -> None:
    """Raise SettingsError when a SQLite database in this folder would lie on another machine's disk."""
    kind = network_kind(folder, read_mounts() if mounts is None else mounts)
    if kind is not None:
        raise SettingsError(
            f"The data folder {folder} lies on a network disk ({kind}), where a SQLite database can be damaged. "
            "Choose a folder on a disk of this machine with CRM_DATA, or a PostgreSQL database with DATABASE_URL."
        )


def read_mounts() -> dict[Path, str]:
    """Return the kind of file system by mount point; empty where the machine does not tell."""
    if _MOUNTS.exists():
        fields = [line.split() for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()]
        return {Path(row[1].encode().decode("unicode_escape")): row[_KIND] for row in fields if row[_KIND:]}
    try:
        said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return {}
    return read_mac_mounts(said)


def read_mac_mounts(said: str) -> dict[Path, str]:
    """Read `//host/share on /Volumes/share (smbfs, nodev)` and its like."""
    mounts = {}
    for line in said.splitlines():
        _source, _on, rest = line.partition(" on ")
        place, opening, options = rest.rpartition(" (")
        if opening:
            mounts[Path(place)] = options.rstrip(")").split(",")[0].strip()
    return mounts


def network_kind(folder: Path, mounts: Mapping[Path, str]) -> str | None:
    """Return the kind of network file system that holds a folder; None for a disk of this machine."""
    here = folder.resolve()
    holder = next((place for place in (here, *here.parents) if place in mounts), None)
    kind = mounts[holder].lower() if holder is not None else ""
    return kind if any(kind.startswith((name, f"fuse.{name}")) for name in NETWORK) else None


def free_bytes(folder: Path) -> int:
    """Return how much room the folder's disk has."""
    return shutil.disk_usage(folder).free
