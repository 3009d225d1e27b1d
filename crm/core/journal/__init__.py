"""The one journal: per record and field what it was, what it became, who did it, when, and from which source."""
