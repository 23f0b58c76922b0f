"""Who writes over the API: a token in the request, and what it allows."""

from http import HTTPStatus

from flask import request

from kb.editors_desk import Actor
from kb.tokens import Scope, Token, Tokens
from kb.web.errors import ApiProblemError

_SCHEME = "bearer"


def actor_with(tokens: Tokens, scope: Scope) -> Actor:
    """Who asks. Raises ``ApiProblemError``: 401 without a token that holds, 403 for a small one."""
    return actor_of(token_sent(tokens), scope)


def actor_of(token: Token, scope: Scope) -> Actor:
    """Who has the token; raises ``ApiProblemError``, 403, where it does not allow so much."""
    if not token.scope.includes(scope):
        raise ApiProblemError(
            HTTPStatus.FORBIDDEN,
            "scope-too-small",
            f"The token {token.name} has the scope {token.scope}; this needs {scope}.",
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
        )
    return Actor(name=f"token:{token.name}", rights=token.scope.rights)


def token_sent(tokens: Tokens) -> Token:
    """The token of this request; raises ``ApiProblemError``, 401, without one that holds.

    One in the query string counts for nothing: addresses get into logs.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != _SCHEME or not secret.strip():
        raise _unknown(
            "no-token", "This needs a token: `Authorization: Bearer kb_...`.", 'realm="desk"'
        )
    found = tokens.find(secret.strip())
    if found is None:
        raise _unknown(
            "token-unknown", "The token is unknown, expired or revoked.", 'error="invalid_token"'
        )
    return found


def _unknown(problem: str, reason: str, challenge: str) -> ApiProblemError:
    headers = {"WWW-Authenticate": f"Bearer {challenge}"}
    return ApiProblemError(HTTPStatus.UNAUTHORIZED, problem, reason, headers=headers)
