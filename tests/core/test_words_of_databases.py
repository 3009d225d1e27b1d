"""What the database says, in words for the user where they can do something about it."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.scope import Unscoped


def test_a_fault_of_ours_is_not_called_a_busy_database(app: Flask) -> None:
    with pytest.raises(DBAPIError), atomic(SHELL):
        db.session.execute(text("SELECT nothing FROM nowhere"), execution_options={"unscoped": Unscoped.UPKEEP})
