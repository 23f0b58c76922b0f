"""The kinds of problems that the API answers with: their types are for ever (RFC 9457)."""

from dataclasses import dataclass

TYPE = "urn:social-security-kb:problem:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A kind of problem: its code is the end of its type; with which statuses it comes, and why."""

    code: str
    statuses: tuple[int, ...]
    about: str

    @property
    def type(self) -> str:
        return TYPE + self.code


def _kind(code: str, statuses: tuple[int, ...], about: str) -> ProblemKind:
    return ProblemKind(code=code, statuses=statuses, about=about)


KINDS = (
    _kind(
        "invalid-parameter",
        (422, 413, 415),
        "A parameter or a part of the body is unknown, missing, malformed or too large. "
        "`errors` names each, and what is allowed.",
    ),
    _kind("not-found", (404,), "There is no such article, provision or address."),
    _kind("page-too-deep", (404,), "Pages end with the 1,000th entry."),
    _kind("no-such-version", (404,), "No official text that is held is of that version or day."),
    _kind("gone", (410,), "The article was removed."),
    _kind("no-token", (401,), "Writing needs a token."),
    _kind("token-unknown", (401,), "The token is unknown, expired or revoked."),
    _kind("scope-too-small", (403,), "The token does not allow this."),
    _kind("version-needed", (428,), "`If-Match` has to name the version that is meant."),
    _kind("changed-meanwhile", (412,), "Another version was saved; nothing was written."),
    _kind(
        "refused-…",
        (409,),
        "The editors' desk refuses the step; the end of the type is its reason, `errors` what is "
        "wrong with the text, by line.",
    ),
    _kind("method-not-allowed", (405,), "`Allow` names the methods there are."),
    _kind("too-many-requests", (429,), "Wait as many seconds as `Retry-After` says."),
    _kind("bad-request", (400,), "The request is no HTTP."),
    _kind("request-entity-too-large", (413,), "The body is larger than is taken."),
    _kind("internal-server-error", (500,), "Our mistake; `X-Request-Id` names it in the log."),
    _kind(
        "service-unavailable",
        (503,),
        "The index or the official texts cannot be read now; `Retry-After` says when to ask again.",
    ),
)
