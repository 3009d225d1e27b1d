"""Its views follow."""

from flask import Blueprint

blueprint = Blueprint("today", __name__)
