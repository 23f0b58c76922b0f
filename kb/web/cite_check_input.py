"""What was sent to be checked: a text, or a file with its form, and the day of the law."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from kb import codec
from kb.cite_check import (
    MAX_TEXT_CHARS,
    MAX_WORD_BYTES,
    CheckedText,
    CiteChecker,
    TextForm,
    Unreadable,
    UnreadableTextError,
)
from kb.web.api.body import members
from kb.web.api.parameter import Day
from kb.web.api.parameter import Text as ApiText
from kb.web.parameters import BadParameter, BadParametersError, Parameters

TEXT, FILE, ON = "text", "file", "on"
MAX_BODY_BYTES = MAX_WORD_BYTES + 64 * 1024  # the form around the file
_MAX_FIELD_BYTES = 4 * MAX_TEXT_CHARS + 64 * 1024  # no character takes more in UTF-8
_MAX_PARTS = 20
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A body that is the text itself.
_FORMS = {
    "text/plain": TextForm.TEXT,
    "text/markdown": TextForm.MARKDOWN,
    "text/html": TextForm.HTML,
    _WORD: TextForm.WORD,
}
_ENDINGS = {
    "txt": TextForm.TEXT,
    "md": TextForm.MARKDOWN,
    "markdown": TextForm.MARKDOWN,
    "html": TextForm.HTML,
    "htm": TextForm.HTML,
    "docx": TextForm.WORD,
}
# The members of the JSON that a program sends.
MEMBERS = (
    ApiText(name=TEXT, about="The text.", needed=True, blank=False, most=MAX_TEXT_CHARS),
    Day(name=ON, about="The day of the law; today if not given."),
)
ACCEPTED = tuple(f".{ending}" for ending in _ENDINGS)
_TOO_LARGE = (Unreadable.TOO_LARGE, Unreadable.TOO_LONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A text, or a file's content and form (then ``text`` is empty)."""

    text: str = ""
    content: bytes = b""
    form: TextForm | None = None
    on: date | None = None
    parameter: str = TEXT  # what to name where it cannot be read

    def checked(self, checker: CiteChecker) -> CheckedText:
        """Have it checked; raises ``BadParametersError`` for what cannot be read."""
        try:
            if self.form is None:
                return checker.check(self.text, on=self.on)
            return checker.check_file(self.content, self.form, on=self.on)
        except UnreadableTextError as error:
            problem = BadParameter(
                parameter=self.parameter,
                key=f"unreadable_{error.why.replace('-', '_')}",
                values={"message": str(error)},
            )
            status = 413 if error.why in _TOO_LARGE else 422
            raise BadParametersError((problem,), status) from None


def widen(request: Request) -> None:
    """Let this request be as large as a text may be; others stay small."""
    request.max_content_length = MAX_BODY_BYTES
    request.max_form_memory_size = _MAX_FIELD_BYTES
    request.max_form_parts = _MAX_PARTS


def from_form(request: Request) -> Sent:
    """What the page's form sends; raises ``BadParametersError``."""
    widen(request)
    try:
        return _from_fields(request, Parameters(request.form))
    except RequestEntityTooLarge:
        raise _too_large() from None


def from_program(request: Request) -> Sent:
    """What a program sends: JSON, a form, or the text itself; raises ``BadParametersError``."""
    widen(request)
    kind = request.mimetype
    try:
        if kind == _JSON:
            parameters = Parameters(request.args)
            parameters.only(())
            parameters.check()
            return _from_json(request.get_data())
        if kind == _MULTIPART:
            parameters = Parameters(request.form)
            parameters.only((TEXT, ON))
            return _from_fields(request, parameters)
        if kind in _FORMS:
            return _from_body(request, _FORMS[kind])
    except RequestEntityTooLarge:
        raise _too_large() from None
    allowed = (_JSON, _MULTIPART, *_FORMS)
    raise BadParametersError(
        (BadParameter(parameter="Content-Type", key="bad_type", allowed=allowed),), 415
    )


def _from_fields(request: Request, parameters: Parameters) -> Sent:
    text = parameters.once(TEXT) or ""
    on = parameters.day(ON)
    files = [file for file in request.files.getlist(FILE) if file.filename]
    file = files[0] if files else None
    content = file.read() if file is not None else b""
    form = None
    if file is not None and text.strip():
        parameters.refuse(FILE, "bad_both")
    elif file is not None:
        form = form_of(file.filename or "")
        if form is None:
            parameters.refuse(FILE, "bad_file", ACCEPTED)
        elif not content:
            parameters.refuse(FILE, "bad_empty")
    elif not text.strip():
        parameters.refuse(TEXT, "bad_no_text")
    if len(files) > 1:
        parameters.refuse(FILE, "bad_repeated")
    parameters.check()
    if form is not None:
        return Sent(content=content, form=form, on=on, parameter=FILE)
    return Sent(text=text, on=on)


def form_of(name: str) -> TextForm | None:
    """The form that a file's name tells; None for one that is not read."""
    return _ENDINGS.get(PurePosixPath(name).suffix.removeprefix(".").lower())


def _from_json(body: bytes) -> Sent:
    try:
        sent = codec.decode(body, object)
    except codec.CodecError as error:
        message = str(error).partition(": ")[2] or str(error)
        problem = BadParameter(parameter=TEXT, key="bad_json", values={"message": message})
        raise BadParametersError((problem,)) from None
    parameters = Parameters(members(sent, MEMBERS, ""))
    parameters.only((TEXT, ON))
    text, on = parameters.once(TEXT) or "", parameters.any_day(ON)
    if not text.strip():
        parameters.refuse(TEXT, "bad_no_text")
    parameters.check()
    return Sent(text=text, on=on)


def _from_body(request: Request, form: TextForm) -> Sent:
    parameters = Parameters(request.args)
    parameters.only((ON,))
    on = parameters.any_day(ON)
    content = request.get_data()
    if not content.strip():
        parameters.refuse(TEXT, "bad_no_text")
    parameters.check()
    return Sent(content=content, form=form, on=on)


def _too_large() -> BadParametersError:
    values: dict[str, object] = {"message": f"at most {MAX_BODY_BYTES:,} bytes are taken"}
    problem = BadParameter(parameter=FILE, key="unreadable_too_large", values=values)
    return BadParametersError((problem,), 413)
