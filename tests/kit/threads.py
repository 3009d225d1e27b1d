"""Several threads that begin something at the same moment."""

import threading
from collections.abc import Callable


def at_once(count: int, act: Callable[[int], object]) -> None:
    """Run ``act(number)`` in so many threads that wait for each other to begin; raise what went wrong in any."""
    start, errors = threading.Barrier(count), []

    def work(number: int) -> None:
        try:
            start.wait(60)
            act(number)
        except BaseException as error:  # noqa: BLE001 - raised again where the test sees it
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    if errors:
        raise BaseExceptionGroup("what threads raised", errors)
