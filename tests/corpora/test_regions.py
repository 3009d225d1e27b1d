"""The table of regional groups against the United Nations' own."""

import csv
import os
from pathlib import Path

import pytest

from crm.coalition.values import REGION_OF, Region

_NAMES = {
    "African Group": Region.AFRICA,
    "Asia-Pacific Group": Region.ASIA_PACIFIC,
    "Eastern European Group": Region.EASTERN_EUROPE,
    "GRULAC": Region.LATIN_AMERICA,
    "WEOG": Region.WESTERN_EUROPE,
}


def test_the_regions_are_those_of_the_united_nations() -> None:
    """State by state."""
    folder = os.environ.get("CRM_CORPORA")
    if not folder:
        pytest.skip("CRM_CORPORA names no folder of real data")
    with (Path(folder) / "un" / "un_member_states_regional_groups.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["iso2"]: _NAMES.get(row["un_regional_group"]) for row in csv.DictReader(file)}
    assert {code: region for code, region in listed.items() if REGION_OF.get(code) is not region} == {}
    assert len(listed) == len(REGION_OF)
