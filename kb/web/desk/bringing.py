"""Files and pasted text become drafts: what was brought, and what came of each."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from flask import Request
from werkzeug.datastructures import MultiDict

from kb.editors_desk import Actor, EditorsDesk, RefusedError
from kb.incoming import (
    MAX_FILE_BYTES,
    MAX_FILES,
    Importer,
    Reading,
    Understood,
    UnfitFileError,
    Wishes,
    shown_name,
)
from kb.model import Kind
from kb.web.messages import LANGUAGES
from kb.web.parameters import Parameters
from kb.web.site import Site

FILES, TEXT = "files", "text"
MAX_BODY_BYTES = MAX_FILE_BYTES + 512 * 1024  # the form around the files; more is not taken at all
_ATTEMPTS = 5  # at an address that somebody else takes meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file, or what was pasted (then ``name`` is "")."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of it: a draft and what was understood, or why there is none.

    ``why`` is a code of ours, ``detail`` says it in English.
    """

    name: str
    understood: Understood | None = None
    why: str = ""
    detail: str = ""


def brought(request: Request) -> list[Brought]:
    """The files that were chosen and the text that was pasted; those without a name are none."""
    files = [file for file in request.files.getlist(FILES) if file.filename]
    found = [
        Brought(name=shown_name(file.filename or ""), content=file.read())
        for file in files[:MAX_FILES]
    ]
    pasted = request.form.get(TEXT, "")
    if pasted.strip():
        found.append(Brought(name="", content=pasted.encode("utf-8", "replace")))
    return found


def wishes(form: MultiDict[str, str], site: Site) -> Wishes:
    """What the form says of all of them; raises ``BadParametersError``."""
    parameters = Parameters(form)
    topics = tuple(topic.id for topic in site.taxonomy.topics)
    topic = parameters.chosen("topic", topics, blank=True)
    kind = parameters.chosen("kind", tuple(Kind), blank=True)
    lang = parameters.chosen("lang", LANGUAGES, blank=True)
    parameters.check()
    return Wishes(
        topic=topic[0] if topic else "",
        kind=kind[0] if kind else "",
        lang=lang[0] if lang else "",
    )


def reports(
    things: Iterable[Brought], wished: Wishes, importer: Importer, desk: EditorsDesk, actor: Actor
) -> Iterator[Report]:
    """Each read and made a draft; one that cannot be stops no other."""
    with closing(importer.reading()) as reading:
        for each in things:
            yield _report(each, wished, reading, desk, actor)


def _report(
    each: Brought, wished: Wishes, reading: Reading, desk: EditorsDesk, actor: Actor
) -> Report:
    try:
        understood = reading.understand(each.name, each.content, wished)
        return Report(name=each.name, understood=_drafted(understood, each.name, desk, actor))
    except UnfitFileError as error:
        return Report(name=each.name, why=f"unfit_{error.why.replace('-', '_')}", detail=str(error))
    except RefusedError as error:
        return Report(name=each.name, why="unfit_refused", detail=str(error))


def _drafted(understood: Understood, name: str, desk: EditorsDesk, actor: Actor) -> Understood:
    """The draft, at its address or, if that was taken a moment ago, at one beside it."""
    wanted = understood.slug
    for attempt in range(1, _ATTEMPTS + 1):
        slug = wanted if attempt == 1 else f"{wanted[:70]}-{attempt}"
        try:
            made = desk.create(understood.markdown, slug, actor, note=f"import {name}".strip())
        except RefusedError as error:
            if error.code != "address-taken" or attempt == _ATTEMPTS:
                raise
        else:
            taken = understood.wanted_slug or ("" if made.slug == wanted else wanted)
            return replace(
                understood, slug=made.slug, path=made.path, written=True, wanted_slug=taken
            )
    raise AssertionError  # the last attempt returned or raised
