"""The one blueprint of the record page."""

from flask import Blueprint

blueprint = Blueprint("contacts", __name__)
