"""The command `crm` with the jobs of the tests: ``python -m tests.kit.program worker``.

Without the jobs that are due daily, unless `CRM_TEST_DAILY` asks for them: a test counts what it has put aside itself.
"""

import os

import tests.kit.jobs  # noqa: F401 - registers its jobs
from crm.__main__ import main
from crm.core.jobs import registry
from crm.wiring import wire

if __name__ == "__main__":
    wire()
    if "CRM_TEST_DAILY" not in os.environ:
        registry._daily.clear()
    main()
