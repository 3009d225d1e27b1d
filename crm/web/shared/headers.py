"""The headers of every response: no outside request, no framing, no sniffing, nothing kept of what is not public."""

from flask import Response, current_app, request

from crm.web.shared.access import is_static

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def set_headers(response: Response) -> Response:
    """Put the security headers on a response."""
    headers = response.headers
    headers["Content-Security-Policy"] = CSP
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    if current_app.config["CRM"].is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if is_static(request.endpoint):
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if _names_version() else "no-cache"
    elif "max-age" not in headers.get("Cache-Control", ""):
        headers["Cache-Control"] = "no-store"
    return response


def _names_version() -> bool:
    """Tell whether the address of an asset changes with it: our own by the path, those of packages by the query."""
    return request.endpoint == "static" or bool(request.query_string)
