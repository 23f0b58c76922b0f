"""A tool's answer as text, for assistants that read no structured content."""

from collections.abc import Iterable, Iterator

from kb.assistant.answers import (
    CheckedCitations,
    FoundAnswer,
    FoundHit,
    ReadArticle,
    ReadProvision,
    Source,
    ToolAnswer,
)
from kb.web.article_views import ArticleAnswer
from kb.web.basis_views import BasisView
from kb.web.cite_check_views import CitationView, VerdictView
from kb.web.provision_views import ProvisionAnswer, TextView

_SHOWN = 100  # citations of a checked text that are told one by one
_CUT = 200  # characters of a citation that are repeated


def told(answer: ToolAnswer, origin: str) -> str:
    """The answer in Markdown; ``origin`` is the site's address, "" where it is not known."""
    match answer:
        case FoundAnswer():
            lines = _found(answer, origin)
        case ReadArticle():
            lines = _article(answer.article)
        case ReadProvision():
            lines = _provision(answer.provision)
        case CheckedCitations():
            lines = _checked(answer)
    sources = () if isinstance(answer, FoundAnswer) else answer.sources
    listed = [f"- {_source(each, origin)}" for each in sources]
    return "\n".join([*lines, *(["", "Sources:", *listed] if listed else []), "", answer.note])


def _source(source: Source, origin: str) -> str:
    """One line: the title, how to ask for it again, how old it is, where it stands."""
    named = f"slug {source.slug}" if source.slug else f"id {source.provision}"
    parts = [named]
    if source.reviewed:
        parts.append(f"reviewed {source.reviewed}")
    if source.version:
        parts.append(f"version of {source.version}")
    if origin:
        parts.append(origin + source.url)
    return f"{source.title} ({', '.join(parts)})"


def _found(answer: FoundAnswer, origin: str) -> Iterator[str]:
    hits = "1 hit" if answer.total == 1 else f"{answer.total:,} hits"
    yield (
        f"{hits} for {answer.query!r}, the first {len(answer.hits)}:"
        if answer.hits
        else (f"Nothing was found for {answer.query!r}. Try other words, or fewer filters.")
    )
    yield from answer.notes
    for named in answer.looked_up:
        yield f"The question names {_source(named, origin)}."
    if answer.answer is not None:
        yield f"\nAnswer, from {_source(answer.answer.source, origin)}:"
        yield from (f"> {sentence}" for sentence in answer.answer.sentences)
        yield from answer.answer.steps
        if answer.answer.legal_basis:
            yield f"Legal basis: {'; '.join(answer.answer.legal_basis)}"
    for hit in answer.hits:
        yield from _hit(hit, origin)


def _hit(hit: FoundHit, origin: str) -> Iterator[str]:
    yield f"\n{hit.rank}. {_source(hit.source, origin)}"
    about = (hit.kind, hit.topic, hit.lang, *hit.regions)
    yield f"   {', '.join(each for each in about if each)}"
    yield f"   {hit.heading + ': ' if hit.heading else ''}{hit.snippet}"


def _article(article: ArticleAnswer) -> Iterator[str]:
    yield f"# {article.title}\n"
    dates = [f"reviewed {article.reviewed}"] if article.reviewed else ["never reviewed"]
    if article.review_by:
        dates.append(f"to be reviewed by {article.review_by}")
    kinds = (article.kind, article.topic, article.lang, ", ".join(article.regions))
    yield f"{'; '.join((*kinds, *dates))}."
    if article.status == "archived":
        yield "This article is archived: it is no longer kept up to date."
    for section in article.sections:
        if section.heading:
            yield f"\n{'#' * max(2, section.level)} {section.heading}"
        if section.text:
            yield f"\n{section.text}"
    if article.legal_basis:
        yield "\n## Legal basis, checked\n"
        yield from (f"- {_basis(each)}" for each in article.legal_basis)
    if article.related:
        related = [*article.related.author, *article.related.computed]
        named = [f"{each.title} (slug {each.slug})" for each in related if each.slug]
        if named:
            yield f"\nSee also: {'; '.join(named)}"


def _basis(basis: BasisView) -> str:
    verdict = f": {_verdict(basis.verdict)}" if basis.verdict else ""
    return f"{basis.provision}, {basis.statute_title}: {basis.standing}{verdict}"


def _verdict(verdict: VerdictView) -> str:
    """Why, and against which text; of what is good only that it is."""
    return verdict.message or verdict.kind.value


def _provision(provision: ProvisionAnswer) -> Iterator[str]:
    title = provision.statute_title or provision.statute_title_zh
    yield f"# {title}, Article {provision.number}{provision.pinpoint}"
    if provision.statute_title:
        yield provision.statute_title_zh
    if provision.text is not None and not provision.text:
        yield "\nIts words are not held here."
    for text in provision.text or ():
        yield from _words(text)
    for version in provision.versions or ():
        has = "" if version.has_provision else ", without this provision"
        yield f"- version of {version.version}, in force {version.in_force}{has}"
    if provision.cited_by:
        yield "\nArticles that cite it:"
        yield from (f"- {each.article.title} ({each.article.slug})" for each in provision.cited_by)
    if provision.citing:
        yield f"\nProvisions that cite it: {', '.join(each.id for each in provision.citing)}"


def _words(text: TextView) -> Iterator[str]:
    whose = "official text" if text.words == "official" else "unofficial translation"
    yield f"\n{text.lang}, {whose}, version of {text.version}:\n"
    if text.pinpointed is not None:
        yield f"> {text.pinpointed}\n\nThe whole provision:\n"
    for paragraph in text.paragraphs:
        yield f"> {paragraph.numbered}"
        yield from (f"> {item}" for item in paragraph.items)


def _checked(answer: CheckedCitations) -> Iterator[str]:
    counts = ", ".join(f"{each.count:,} {each.standing}" for each in answer.counts)
    found = len(answer.citations)
    yield (
        f"{found:,} citations, {answer.errors:,} to mend, by the law of {answer.on}: {counts}."
        if found
        else "No citation of a statute was found."
    )
    # The bad ones first: of a long text not all are told.
    yield from (f"- {_citation(each)}" for each in answer.worst_first[:_SHOWN])
    if found > _SHOWN:
        yield f"- and {found - _SHOWN:,} more, in the structured answer"


def _citation(citation: CitationView) -> str:
    targets = ", ".join(target.provision for target in citation.provisions)
    parts = [
        f"{citation.standing} {_short(citation.text)!r}"
        + (f" -> {targets}" if targets else "")
        + f" (characters {citation.start} to {citation.end})"
    ]
    parts += _reasons(citation)
    return ": ".join(parts)


def _reasons(citation: CitationView) -> Iterable[str]:
    if citation.reason:
        yield citation.reason
    if citation.candidates:
        yield f"perhaps {' or '.join(citation.candidates)}"
    if (verdict := citation.verdict) is not None:
        yield _verdict(verdict)
        for change in verdict.differences[:10]:
            yield f"quoted {change.quoted!r}, the law has {change.official!r}"
        if verdict.found_in:
            yield f"the words are in {', '.join(verdict.found_in)}"


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _CUT else folded[: _CUT - 1] + "…"
