"""The door for WSGI servers: ``waitress-serve wsgi:app`` or ``gunicorn wsgi:app``."""

import os

from config import read_settings
from crm.factory import create_app

# What this program writes holds personal data, also in a folder that others may read.
os.umask(0o077)
app = create_app(read_settings())
