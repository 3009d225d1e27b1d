"""Filling a base with what is invented: a coalition to look around in, a million contacts to measure with."""

from crm.invented.services.bench import Size, fill_bench
from crm.invented.services.demo import Filled, fill_demo

__all__ = ["Filled", "Size", "fill_bench", "fill_demo"]
