import random
from datetime import date
from typing import Any

from flask import Flask

from crm.core.actor import SHELL, Actor, ActorKind
from crm.core.db import atomic
from crm.invented.services.demo import make_up
from crm.invented.services.rows import Rows
from crm.invented.services.scene import Scene


def _made_up(day: date) -> Any:
    desks = [Actor(ActorKind.USER, f"Desk {number}", number) for number in range(1, 6)]
    scene = Scene(Rows("demo"), day, desks, random.Random(2027), [1, 2], 1)
    with atomic(SHELL):
        make_up(scene)
    return scene.rows


def test_the_same_day_makes_the_same_coalition_and_another_day_makes_one_too(app: Flask) -> None:
    one, other = _made_up(date(2026, 11, 24)), _made_up(date(2026, 11, 24))
    assert one.heap() == other.heap()
    assert sum(map(len, one.heap().values())) > 10_000
    assert _made_up(date(2027, 3, 1)).heap().keys() == one.heap().keys()
