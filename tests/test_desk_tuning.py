"""Best bets and the glossary at the desk: tried, kept with a reason, at once in the search."""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.taxonomy_file import taxonomy_of
from kb import bundle
from kb.cli.advising import tuning_of
from kb.cli.folders import Folders
from kb.editorial.glossary_text import with_concept
from kb.editors_desk import NotAllowedError, RefusedError
from kb.glossary import Concept
from kb.index.engine import WhooshEngine
from kb.request import SearchRequest
from kb.search_tuning import Placing, SearchTuning
from kb.web.app import create_app
from kb.workflow import Step
from tests.desk_room import PUBLISHER, TODAY, WRITER, Room, opened
from tests.desk_site import Editor, office_of

GLOSSARY = """# Words.

[[concepts]]
id = "pension"
en = "pension"
zh = "养老金"
also_en = ["annuity"]  # an old word

# Time.
[[concepts]]
id = 'gap'
en = "gap"
zh = "断缴"
"""
GAP, YEARS = "pension-gap", "pension-years"
HIATUS = Concept(id="gap", en="gap", zh="断缴", also_en=("hiatus",))


@dataclass
class Tuned:
    room: Room
    tuning: SearchTuning
    engine: WhooshEngine
    app: Flask

    def first(self, query: str) -> str:
        hits = self.engine.search(SearchRequest(query=query)).hits
        return hits[0].slug if hits else ""

    def as_(self, name: str) -> Editor:
        return Editor(self.app.test_client(), name)


@pytest.fixture
def tuned(tmp_path: Path) -> Iterator[Tuned]:
    with opened(tmp_path) as room:
        (room.folder / "glossary.toml").write_text(GLOSSARY, "utf-8")
        room.work.live.refresh()
        folders = Folders(room.folder, tmp_path / "data")
        engine = folders.engine()
        tuning = tuning_of(folders, engine, room.desk)
        app = create_app(
            engine,
            taxonomy_of(room.folder),
            templates=bundle.templates(),
            today=lambda: TODAY,
            office=replace(office_of(room), tuning=tuning),
        )
        yield Tuned(room, tuning, engine, app)
        engine.close()


def test_a_bet_is_tried_then_set_then_taken_away(tuned: Tuned) -> None:
    query = "how many years"
    assert tuned.first(query) == YEARS
    before = tuned.room.file(f"articles/pension/{GAP}.md")
    tried = tuned.tuning.try_bet(query, GAP, Placing.FIRST)
    assert tried.before[0].slug == YEARS
    assert tried.after[0].slug == GAP
    assert tuned.room.file(f"articles/pension/{GAP}.md") == before
    assert tuned.first(query) == YEARS
    tuned.tuning.set_bet(query, GAP, Placing.FIRST, PUBLISHER, "asked every day")
    assert tuned.first(query) == GAP
    after = tuned.room.file(f"articles/pension/{GAP}.md")
    assert after == before.replace("\n---\n\n", f"\nbest_for:\n  - {query}\n---\n\n", 1)
    (bet,) = tuned.tuning.bets()
    assert (bet.query, bet.slug, bet.placing) == (query, GAP, Placing.FIRST)
    assert (bet.reason, bet.by) == ("asked every day", PUBLISHER.name)
    assert "asked every day" in tuned.room.revisions.of(GAP)[0].note
    tuned.tuning.set_bet("many years, how", GAP, Placing.FREE, PUBLISHER, "no more")
    assert tuned.room.file(f"articles/pension/{GAP}.md") == before
    assert tuned.first(query) == YEARS


def test_an_article_is_hidden(tuned: Tuned) -> None:
    tuned.tuning.set_bet("how many years", YEARS, Placing.HIDDEN, PUBLISHER, "misleading")
    assert tuned.first("how many years") != YEARS
    assert tuned.first("minimum years") == YEARS
    tuned.tuning.set_bet("how many years", YEARS, Placing.FIRST, PUBLISHER, "it is right now")
    assert [bet.placing for bet in tuned.tuning.bets()] == [Placing.FIRST]


def test_judged_queries_that_move_are_told(tuned: Tuned) -> None:
    """ "how long" is judged; the article that should answer it is hidden for it."""
    tuned.tuning.set_bet("how long", YEARS, Placing.FIRST, PUBLISHER, "judged")
    gate = tuned.tuning.try_bet("how long", YEARS, Placing.HIDDEN).gate
    assert [(c.query, c.before, c.after) for c in gate.worse] == [("how long", 1, None)]


@pytest.mark.parametrize(
    ("query", "slug", "reason", "code"),
    [
        ("how many years", "nowhere", "x", "unknown"),
        ("how many years", "when-to-retire", "x", "unknown"),  # a draft
        ("???", GAP, "x", "no-question"),
        ("x" * 500, GAP, "x", "no-question"),
        ("how many years", GAP, "  ", "no-reason"),
    ],
)
def test_refused(tuned: Tuned, query: str, slug: str, reason: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        tuned.tuning.set_bet(query, slug, Placing.FIRST, PUBLISHER, reason)
    assert refused.value.code == code
    assert tuned.tuning.bets() == ()


def test_two_firsts_and_a_pending_change_are_refused(tuned: Tuned) -> None:
    tuned.tuning.set_bet("how many years", GAP, Placing.FIRST, PUBLISHER, "x")
    with pytest.raises(RefusedError, match=GAP):
        tuned.tuning.set_bet("years how many?", YEARS, Placing.FIRST, PUBLISHER, "x")
    desk = tuned.room.desk
    now = desk.manuscript(YEARS)
    assert now is not None
    desk.save(YEARS, now.text.replace("fifteen", "20"), WRITER, based_on=now.version)
    with pytest.raises(RefusedError, match="not published yet"):
        tuned.tuning.set_bet("xyz", YEARS, Placing.FIRST, PUBLISHER, "x")
    desk.take(Step.DISCARD, YEARS, WRITER)
    tuned.tuning.set_bet("xyz", YEARS, Placing.FIRST, PUBLISHER, "x")
    with pytest.raises(NotAllowedError):
        tuned.tuning.set_bet("xyz", YEARS, Placing.FREE, WRITER, "x")


# the glossary


def test_a_term_is_tried_then_kept(tuned: Tuned) -> None:
    assert tuned.first("hiatus") == ""
    tried = tuned.tuning.try_concept("gap", HIATUS, "hiatus")
    assert tried.before == ()
    assert GAP in [hit.slug for hit in tried.after]
    assert tuned.room.file("glossary.toml") == GLOSSARY
    version = tuned.tuning.terms().version
    tuned.tuning.set_concept("gap", HIATUS, PUBLISHER, "readers say so", based_on=version)
    assert tuned.first("hiatus") == GAP  # no restart
    terms = tuned.tuning.terms()
    assert terms.concepts[1] == HIATUS
    assert terms.reasons == {"gap": "readers say so"}
    kept = tuned.room.file("glossary.toml")
    assert kept.startswith(GLOSSARY.split("[[concepts]]\nid = 'gap'")[0])
    tuned.tuning.set_concept("gap", None, PUBLISHER, "not so", based_on=terms.version)
    assert tuned.first("hiatus") == ""
    assert [c.id for c in tuned.tuning.terms().concepts] == ["pension"]


@pytest.mark.parametrize(
    ("concept_id", "concept", "code"),
    [
        ("", Concept(id="pension", en="a", zh="甲"), "bad-term"),  # the id is taken
        ("", Concept(id="new", en="annuity", zh="甲"), "bad-term"),  # the word is
        ("", Concept(id="new", en="", zh="甲"), "bad-term"),
        ("", Concept(id="new", en="x" * 101, zh="甲"), "bad-term"),
        ("", Concept(id="new", en="\ud800", zh="甲"), "bad-term"),
        ("", Concept(id="new", en="a\x7f", zh="甲"), "bad-term"),
        ("nowhere", HIATUS, "unknown"),
        ("nowhere", None, "unknown"),
    ],
)
def test_a_wrong_entry_is_refused(
    tuned: Tuned, concept_id: str, concept: Concept | None, code: str
) -> None:
    version = tuned.tuning.terms().version
    for attempt in (
        lambda: tuned.tuning.try_concept(concept_id, concept),
        lambda: tuned.tuning.set_concept(concept_id, concept, PUBLISHER, "x", based_on=version),
    ):
        with pytest.raises(RefusedError) as refused:
            attempt()
        assert refused.value.code == code
    assert tuned.room.file("glossary.toml") == GLOSSARY
    assert not [name for name in os.listdir(tuned.room.folder) if name.endswith(".tmp")]


def test_a_glossary_that_moved_on_is_left_alone(tuned: Tuned) -> None:
    version = tuned.tuning.terms().version
    tuned.tuning.set_concept("gap", HIATUS, PUBLISHER, "x", based_on=version)
    with pytest.raises(RefusedError) as refused:
        tuned.tuning.set_concept("gap", None, PUBLISHER, "x", based_on=version)
    assert refused.value.code == "glossary-moved-on"


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@settings(max_examples=50)
@given(WORDS, WORDS, st.lists(WORDS, max_size=3), st.sampled_from(["", "pension", "gap"]))
def test_an_entry_is_written_as_it_is(en: str, zh: str, also: list[str], which: str) -> None:
    """The other entries and all comments outside the changed one stay."""
    concept = Concept(id="x", en=en, zh=zh, also_en=tuple(also))
    changed = with_concept(GLOSSARY, which, concept)
    entries = tomllib.loads(changed)["concepts"]
    (written,) = [entry for entry in entries if entry["id"] == "x"]
    assert (written["en"], written["zh"], tuple(written.get("also_en", ()))) == (
        en, zh, concept.also_en,
    )  # fmt: skip
    others = [entry for entry in tomllib.loads(GLOSSARY)["concepts"] if entry["id"] != which]
    assert [entry for entry in entries if entry["id"] != "x"] == others
    assert "# Words." in changed
    assert "# Time." in changed


# in the browser, without JavaScript


def test_the_page_of_best_bets(tuned: Tuned) -> None:
    ben = tuned.as_("ben")
    page = ben.get("/desk/best-bets?query=how+many+years").text
    assert f"slug={GAP}" in page or f"slug={YEARS}" in page
    tried = ben.get(f"/desk/best-bets?query=how+many+years&slug={GAP}&placing=first").text
    assert 'class="side-by-side"' in tried
    fields = {"query": "how many years", "slug": GAP, "placing": "first"}
    refused = ben.post("/desk/best-bets", **fields, reason="")
    assert refused.status_code == 422
    done = ben.post("/desk/best-bets", **fields, reason="<b>asked</b>")
    assert done.status_code == 303
    listed = ben.get("/desk/best-bets").text
    assert "&lt;b&gt;asked&lt;/b&gt;" in listed
    assert tuned.first("how many years") == GAP


@pytest.mark.parametrize(
    "address",
    [
        "/desk/best-bets?query=x&slug=nowhere&placing=first",
        "/desk/best-bets?query=%3F&slug=pension-gap&placing=hidden",
        "/desk/glossary?id=nowhere",
    ],
)
def test_wrong_addresses_say_what_is_wrong(tuned: Tuned, address: str) -> None:
    answer = tuned.as_("ben").get(address)
    assert answer.status_code in (404, 422)
    assert 'role="alert"' in answer.text


def test_the_page_of_the_glossary(tuned: Tuned) -> None:
    ben = tuned.as_("ben")
    assert "annuity" in ben.get("/desk/glossary?id=pension").text
    version = tuned.tuning.terms().version
    fields = {
        "was": "gap", "id": "gap", "en": "gap", "zh": "断缴", "also_en": "hiatus\n\n break ",
        "query": "hiatus", "based_on": version,
    }  # fmt: skip
    tried = ben.post("/desk/glossary", **fields, do="try")
    assert tried.status_code == 200
    assert "What about a gap?" in tried.text
    assert ben.post("/desk/glossary", **fields, do="save").status_code == 422  # no reason
    assert ben.post("/desk/glossary", **fields, do="save", reason="x").status_code == 303
    assert tuned.tuning.terms().concepts[1].also_en == ("hiatus", "break")
    stale = ben.post("/desk/glossary", **fields, do="remove", reason="x")
    assert stale.status_code == 422
    new = {"en": "Sick Leave", "zh": "病假", "based_on": tuned.tuning.terms().version}
    assert ben.post("/desk/glossary", **new, do="save", reason="x").status_code == 303
    assert tuned.tuning.terms().concepts[2].id == "sick-leave"


@pytest.mark.parametrize("address", ["/desk/best-bets", "/desk/glossary"])
def test_only_for_who_may_publish(tuned: Tuned, address: str) -> None:
    assert tuned.as_("ada").get(address).status_code == 403


def test_a_broken_glossary_is_told(tuned: Tuned) -> None:
    (tuned.room.folder / "glossary.toml").write_text("[[", "utf-8")
    answer = tuned.as_("ben").get("/desk/glossary")
    assert answer.status_code == 422
    assert "not readable as TOML" in answer.text
