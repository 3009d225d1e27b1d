"""The CRM of a coalition's secretariat."""
