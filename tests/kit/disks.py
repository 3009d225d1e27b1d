"""A disk that is really small."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def can_mount() -> bool:
    """Say whether this machine lets us mount a disk in memory."""
    return os.geteuid() == 0 and shutil.which("mount") is not None and Path("/proc/self/mounts").exists()


@contextmanager
def a_small_disk(place: Path, kilobytes: int, *, is_read_only: bool = False) -> Iterator[Path]:
    """Mount a disk of a few kilobytes for as long as the block lasts."""
    place.mkdir(parents=True, exist_ok=True)
    options = f"size={kilobytes}k,{'ro' if is_read_only else 'rw'}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
