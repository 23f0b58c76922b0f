"""The secret in the address of a user's calendar.

A calendar program cannot sign in. So the address itself says who asks, signed: whoever has it
sees the titles and review dates, and nothing else. It is of the user's epoch: a sign-out
everywhere, a new password or a disabling ends it, and the page then shows a new address.
"""

import hashlib
import hmac

from kb.accounts import User

_FOR = b"kb calendar of reviews"  # so that no other signature of ours can pass for one


def token_of(user: User, secret: bytes) -> str:
    """HMAC-SHA256 of name and epoch, hexadecimal."""
    key = hmac.digest(secret, _FOR, "sha256")
    return hmac.new(key, f"{user.epoch}:{user.name}".encode(), hashlib.sha256).hexdigest()


def is_token(given: str, user: User, secret: bytes) -> bool:
    """Whether it is the user's of now; takes as long whatever is given."""
    return hmac.compare_digest(given.encode(), token_of(user, secret).encode())
