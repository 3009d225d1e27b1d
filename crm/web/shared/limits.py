"""How often one address of the network may try: on pages where somebody could guess or flood."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

from flask import Flask, request
from flask_limiter import Limiter

from crm.core.secrets import derive_key

View = TypeVar("View", bound=Callable[..., Any])

#: Wrong passwords and mails with links: an office behind one address still gets in.
GUESSES = "15 per minute; 100 per hour"


def limited(times: str) -> Callable[[View], View]:
    """Let one network address send the form of a view so often, for example ``"15 per minute; 100 per hour"``."""

    def mark(view: View) -> View:
        view.crm_limit = times  # type: ignore[attr-defined]  # a mark on the function
        return view

    return mark


def add_limits(app: Flask) -> None:
    """Count what is sent to the marked views: in Redis where there is one, else in this process."""
    redis_url = app.config["CRM"].redis_url
    limiter = Limiter(
        network_key,
        app=app,
        storage_uri=redis_url or "memory://",
        in_memory_fallback_enabled=redis_url is not None,
        strategy="moving-window",
        key_prefix="crm",
    )
    app.extensions["crm_limiter"] = limiter
    for endpoint, view in app.view_functions.items():
        if times := getattr(view, "crm_limit", None):
            counted: Any = limiter.limit(times, methods=["POST"])(view)
            app.view_functions[endpoint] = counted


def network_key() -> str:
    """Return a keyed hash of who sends: the address, or the /64 network of an IPv6 one; no address is kept."""
    network = request.remote_addr or ""
    try:
        address = ip_address(network)
    except ValueError:
        pass
    else:
        network = str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else network
    return hmac.new(derive_key("limits"), network.encode(), sha256).hexdigest()
