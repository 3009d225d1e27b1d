"""The command `crm` with the jobs of the tests: ``python -m tests.kit.program worker``."""

import tests.kit.jobs  # noqa: F401 - registers its jobs
from crm.__main__ import main

if __name__ == "__main__":
    main()
