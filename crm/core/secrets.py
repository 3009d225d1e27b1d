"""Keys and sealed values: everything is derived from the installation's one master secret."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken

from crm.core.errors import DomainError
from crm.core.settings import settings


def derive_key(purpose: str) -> bytes:
    """Return the 32-byte key for one purpose (HMAC-SHA256 of the purpose under the master secret)."""
    return hmac.new(settings().secret_key.encode(), purpose.encode(), hashlib.sha256).digest()


def seal(text: str) -> str:
    """Encrypt a secret (a mail password) for the database."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made; raise DomainError when the master secret is another one."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise DomainError("A stored secret cannot be opened with the present key file. Enter it again.") from error


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive_key("seal")))


def new_token() -> str:
    """Make an unguessable token for a link or session: 192 random bits, URL-safe."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """Return what is stored of a token, so that a stolen database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()
