"""The door for WSGI servers: ``waitress-serve wsgi:app`` or ``gunicorn wsgi:app``."""

from config import read_settings
from crm.factory import create_app

app = create_app(read_settings())
