"""Which language the interface speaks to this reader."""

from flask import Request, Response

from kb.web.messages import LANGUAGES

PARAMETER = "ui"
COOKIE = "ui"
_YEAR = 365 * 24 * 3600  # seconds that a reader's choice is remembered


def asked_for(request: Request) -> str:
    """The language that the address asks for, or "" where it asks for none that we speak."""
    lang = request.args.get(PARAMETER, "")
    return lang if lang in LANGUAGES else ""


def choose(request: Request, content_lang: str = "") -> str:
    """The interface's language: the address, the content, the reader's last choice, the browser.

    ``content_lang`` is that of the article shown: around a Chinese article the
    interface is Chinese too.
    """
    if asked := asked_for(request):
        return asked
    if content_lang == "zh":
        return content_lang
    if (remembered := request.cookies.get(COOKIE, "")) in LANGUAGES:
        return remembered
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def remember(request: Request, response: Response) -> None:
    """Keep the language that the address asked for, and say what the answer depended on."""
    if asked := asked_for(request):
        response.set_cookie(
            COOKIE, asked, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    response.headers["Vary"] = "Accept-Language, Cookie"
