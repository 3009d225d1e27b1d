"""The one blueprint of duplicates and merges."""

from flask import Blueprint

blueprint = Blueprint("duplicates", __name__)
