"""What outlives the supervisor by a moment: when it is gone, however it went, its children are told to stop.

Started by the supervisor with a pipe as standard input. A line `+PID` names a process group to look after, `-PID` one
that has ended. When the pipe closes, every group that is left gets SIGTERM and after a while SIGKILL. So not even
``kill -9`` on the supervisor leaves a web server or a worker behind, on Linux and macOS alike.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 10.0
STEP_SECONDS = 0.1


def remaining(lines: Iterable[str]) -> set[int]:
    """Read the supervisor's lines to their end and return the groups that were still running then."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    return groups


def end(groups: set[int]) -> None:
    """Stop the groups, kindly first."""
    left = {group for group in groups if _tell(group, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE_SECONDS
    while left and time.monotonic() < deadline:
        time.sleep(STEP_SECONDS)
        left = {group for group in left if _tell(group, 0)}
    for group in left:
        _tell(group, signal.SIGKILL)


def _tell(group: int, number: int) -> bool:
    """Send a signal to a group; tell whether there was one."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    end(remaining(sys.stdin))
