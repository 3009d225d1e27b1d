"""Filling a base with what is invented: a coalition to look around in, a million contacts to measure with."""

from crm.invented.services.bench import Size, fill_bench
from crm.invented.services.demo import Filled, fill_demo
from crm.invented.services.lists import write_list
from crm.invented.services.logins import admit_first

__all__ = ["Filled", "Size", "admit_first", "fill_bench", "fill_demo", "write_list"]
