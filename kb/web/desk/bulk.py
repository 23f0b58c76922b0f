"""One action on several articles: each by itself, and told of each what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.accounts import DeskUnusableError, Right
from kb.editors_desk import Actor, ConflictError, EditorsDesk, Entry, RefusedError
from kb.revisions import MAX_NOTE_CHARS
from kb.taxonomy import Taxonomy
from kb.web.desk import refusals
from kb.web.messages import Phrases
from kb.web.parameters import Parameters
from kb.workflow import RULES, Step

MOST = 100  # articles at once: as many as a page shows
TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What can be done to several articles: a step of the workflow, or another topic."""

    name: str
    right: Right
    step: Step | None = None


ACTIONS = (
    *(
        Action(name=step.value, right=RULES[step].right, step=step)
        for step in (Step.SUBMIT, Step.PUBLISH, Step.REVIEW, Step.ARCHIVE)
    ),
    Action(name=TOPIC, right=Right.WRITE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """An article as it stood in the list: what was changed since is not what somebody chose."""

    slug: str
    changed: str

    @classmethod
    def of(cls, entry: Entry) -> "Pick":
        return cls(slug=entry.slug, changed=entry.changed.isoformat() if entry.changed else "")

    @classmethod
    def parse(cls, value: str) -> "Pick":
        slug, _, changed = value.partition("@")
        return cls(slug=slug, changed=changed)

    def __str__(self) -> str:
        return f"{self.slug}@{self.changed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the form asks for."""

    action: Action
    picks: tuple[Pick, ...]
    note: str
    topic: str

    @classmethod
    def read(cls, parameters: Parameters, taxonomy: Taxonomy) -> "Sent":
        """The fields of the form; raises ``BadParametersError`` that names each bad one."""
        by_name = {action.name: action for action in ACTIONS}
        chosen = parameters.chosen("do", tuple(by_name), blank=True)
        if len(chosen) != 1:
            parameters.refuse("do", "bad_one_of", tuple(by_name))
        picks = parameters.texts("pick")
        if len(picks) > MOST:
            parameters.refuse("pick", "bad_too_many", most=MOST, count=len(picks))
        note = (parameters.once("note") or "").strip()
        if len(note) > MAX_NOTE_CHARS:
            parameters.refuse("note", "bad_long", length=len(note), most=MAX_NOTE_CHARS)
        topics = tuple(topic.id for topic in taxonomy.topics)
        topic = parameters.chosen(TOPIC, topics, blank=True)
        if chosen == (TOPIC,) and len(topic) != 1:
            parameters.refuse(TOPIC, "bad_one_of", topics)
        parameters.check()
        return cls(
            action=by_name[chosen[0]],
            picks=tuple(map(Pick.parse, picks)),
            note=note,
            topic=topic[0] if topic else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one article: done, or why not."""

    slug: str
    title: str
    lang: str
    done: bool
    reason: str = ""


def do_all(desk: EditorsDesk, sent: Sent, actor: Actor, phrases: Phrases) -> list[Outcome]:
    """Do it to each that can be; nothing that happens to one keeps the others from it."""
    return list(_outcomes(desk, sent, actor, phrases))


def _outcomes(desk: EditorsDesk, sent: Sent, actor: Actor, phrases: Phrases) -> Iterator[Outcome]:
    entries = {entry.slug: entry for entry in desk.entries()}
    for pick in sent.picks:
        entry = entries.get(pick.slug)
        if entry is None:
            reason = phrases("desk_bulk_gone")
            yield Outcome(slug=pick.slug, title=pick.slug, lang="", done=False, reason=reason)
            continue
        reason = (
            _reason(desk, sent, entry.slug, actor, phrases)
            if Pick.of(entry) == pick
            else phrases("desk_bulk_changed", author=entry.author or "?")
        )
        yield Outcome(
            slug=entry.slug, title=entry.title, lang=entry.lang, done=not reason, reason=reason
        )


def _reason(desk: EditorsDesk, sent: Sent, slug: str, actor: Actor, phrases: Phrases) -> str:
    """Why it could not be done; "" where it was."""
    try:
        if sent.action.step is not None:
            _step(desk, sent.action.step, slug, actor, sent.note)
        else:
            _move(desk, slug, sent.topic, actor, sent.note)
    except ConflictError:
        return phrases("desk_bulk_changed", author="?")
    except RefusedError as error:
        if error.code == "blocked":  # what blocks is not listed here, so the sentence says more
            return phrases("refused_blocked_here", told=str(error))
        return refusals.told(error, phrases)
    except (DeskUnusableError, OSError) as error:
        return phrases("desk_bulk_not_kept", reason=str(error))
    return ""


def _step(desk: EditorsDesk, step: Step, slug: str, actor: Actor, note: str) -> None:
    found = desk.manuscript(slug)
    version = found.version if found else ""
    desk.take(step, slug, actor, based_on=version, note=note)


def _move(desk: EditorsDesk, slug: str, topic: str, actor: Actor, note: str) -> None:
    """Another topic, as a change of the text like any other."""
    found = desk.manuscript(slug)
    fields = desk.fields_of(found.text) if found else None
    if found is None or fields is None:
        raise RefusedError("unreadable", f"the fields of {slug} cannot be read; open and mend it")
    if fields.topic == topic:
        raise RefusedError("same-topic", f"{slug} has this topic already")
    text = desk.with_fields(found.text, replace(fields, topic=topic))
    desk.save(found.slug, text, actor, based_on=found.version, note=note)
