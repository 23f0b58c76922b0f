"""Files from elsewhere, and what people send in their place: understood, or refused."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.apart import Apart, read_here
from ingest.glossary_file import glossary_of
from ingest.incoming import Incoming, IncomingReading, Surroundings
from ingest.pipeline import read_corpus, register_of
from ingest.quote_check.judge import Judge
from ingest.slug import Anchors
from ingest.taxonomy_file import taxonomy_of
from kb.incoming import Unfit, UnfitFileError, Wishes, shown_name
from kb.model import Status
from kb.official import NoTexts
from kb.verdict import VerdictKind
from tests.conftest import ROOT
from tests.word_files import archive, paragraph, word_file

PAGE = (
    b"<!doctype html><html><head><title>T</title></head>"
    b"<body><h1>A title</h1><p>Text.</p></body></html>"
)
MHTML = (
    b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: "
    b'multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n------b\r\n'
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><h1>A title</h1><p>=E7=A4=BE=E4=BF=9D</p></body></html>\r\n------b--\r\n"
)
ENTITIES = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"
CHINESE = "社会保险怎么缴费\n个人可以到柜台缴费，也可以在网上缴费，还可以委托代办机构办理。\n"


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """One process for all tests: it must outlive every file but those that end it."""
    with closing(Apart()) as reader:
        yield reader


@pytest.fixture
def reading(corpus: Path) -> IncomingReading:
    found = read_corpus(corpus)
    around = Surroundings(
        taxonomy=found.taxonomy,
        register=found.register,
        articles=found.articles,
        judge=Judge(found.register, NoTexts(), glossary_of(corpus)),
    )
    made = Incoming(surroundings=lambda: around).reading()
    made._apart.read = read_here  # type: ignore[method-assign] # a process is tried elsewhere
    return made


@pytest.mark.parametrize(
    ("name", "content", "was", "title"),
    [
        ("a.txt", b"A title\nText.\n", "txt", "A title"),
        ("a.md", b"# A title\n\nText.\n", "md", "A title"),
        ("a.markdown", b"# A title\n\nText.\n", "md", "A title"),
        ("a.html", PAGE, "html", "A title"),
        # the name lies
        ("a.txt", PAGE, "html", "A title"),
        ("a.md", PAGE, "html", "A title"),
        ("a.docx", PAGE, "html", "A title"),
        ("a.png", PAGE, "html", "A title"),
        ("a.docx", b"A title\nText.\n", "txt", "A title"),
        ("a.html", b"A title\nText.\n", "txt", "A title"),
        ("a.txt", b"<h1>A title</h1><p>Text.</p>", "html", "A title"),
        ("a", b"# A title\n\nText.\n", "md", "A title"),
        ("", b"---\ntitle: A title\n---\nText.\n", "md", "A title"),
        ("a.txt", word_file(paragraph("A title", "Title"), "Text."), "docx", "A title"),
        # encodings
        ("a.txt", b"\xef\xbb\xbfA title\nText.\n", "txt", "A title"),
        ("a.txt", "A title\nText.\n".encode("utf-16"), "txt", "A title"),
        ("a.txt", "A title\nText.\n".encode("utf-16-le"), "txt", "A title"),
        ("a.txt", "A title\nText.\n".encode("utf-16-be"), "txt", "A title"),
        ("a.txt", CHINESE.encode("gb18030"), "txt", "社会保险怎么缴费"),
        ("a.txt", CHINESE.encode("utf-16"), "txt", "社会保险怎么缴费"),
        ("a.mhtml", MHTML, "html", "A title"),
    ],
)
def test_the_bytes_say_what_it_is(name: str, content: bytes, was: str, title: str) -> None:
    file, found = read_here(name, content)
    assert (found, file.draft.title) == (was, title)
    assert file.draft.body


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unfit.EMPTY),
        (b" \n\t\r\n", Unfit.EMPTY),
        (b"\xef\xbb\xbf", Unfit.EMPTY),
        (b"\xff\xfe", Unfit.EMPTY),
        (b"\0" * 1000, Unfit.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, Unfit.BINARY),
        (b"%PDF-1.7\nhello", Unfit.BINARY),
        (b"\xff\xd8\xff\xe0" + b"x" * 100, Unfit.BINARY),
        (b"{\\rtf1 hello}", Unfit.BINARY),
        (b"\x7fELF" + bytes(range(256)), Unfit.BINARY),
        (b"words\0words", Unfit.BINARY),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, Unfit.LOCKED),
        (b"PK\x03\x04 and no more", Unfit.NOT_WORD),
        (archive([("xl/workbook.xml", b"<a/>")]), Unfit.NOT_WORD),
        (word_file("x", more={"word/document.xml": ENTITIES}), Unfit.NOT_WORD),
        (word_file("x", more={"word/bomb.xml": b"<a/>" * 10_000_000}), Unfit.TOO_LARGE),
        (b"a\n" * 3_000_000, Unfit.TOO_LARGE),
        (b"a" * 10_000_001, Unfit.TOO_LARGE),
        (b"a\n" * 90_000, Unfit.NO_ARTICLE),
        (b"---\ntitle: &a [x, x]\nb: *a\n---\nText.\n", Unfit.NO_ARTICLE),
        (b"<html><body></body></html>", Unfit.NO_ARTICLE),
    ],
    ids=lambda value: value if isinstance(value, Unfit) else "",
)  # fmt: skip
def test_what_is_no_text_is_refused(content: bytes, why: Unfit) -> None:
    with pytest.raises(UnfitFileError) as refused:
        read_here("a.txt", content)
    assert refused.value.why is why, str(refused.value)
    assert str(refused.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("a\0b.txt", "ab.txt"),
        ("\x1b[31mred\u202egnp.txt", "[31mredgnp.txt"),
        ("..", ".."),
        ("///", ""),
        ("", ""),
        ("x" * 300 + ".txt", "x" * 89 + "…xxxxxx.txt"),
        ("社保指南.docx", "社保指南.docx"),
    ],
)
def test_shown_names(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    "name",
    ["../../x.md", "/etc/x.md", "x\0.md", "n" * 300 + ".md", "<img src=x onerror=alert(1)>.md",
     "..", "", "con", "a/../../b", "%2e%2e%2fx", "\ud800.md"],
)  # fmt: skip
def test_no_name_leads_out_of_the_corpus(reading: IncomingReading, name: str) -> None:
    understood = reading.understand(name, b"Text without a title.")
    folder, topic, file = understood.path.split("/")
    assert (folder, topic) == ("articles", "other")
    assert file == f"{understood.slug}.md"
    assert set(understood.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(understood.slug) <= 80


@settings(max_examples=50)
@given(st.binary(max_size=300), st.text(max_size=50))
def test_any_bytes_under_any_name(content: bytes, name: str) -> None:
    try:
        file, was = read_here(name, content)
    except UnfitFileError:
        return
    assert was in ("docx", "html", "md", "txt")
    assert file.draft.title


def test_a_word_file_becomes_an_article(reading: IncomingReading) -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Age", "60"))
    content = word_file(
        paragraph("When do I retire?", "Title"),
        "At an age that the law sets.",
        paragraph("What to bring", "Heading1"),
        "An identity card.",
        f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>",
    )
    understood = reading.understand("x.docx", content)
    assert (understood.title, understood.form) == ("When do I retire?", "docx")
    assert "## What to bring" in understood.markdown
    assert "| Age | 60 |" in understood.markdown


def test_several_never_take_the_same_address(
    reading: IncomingReading,
) -> None:
    first, second, third = (reading.understand("a.txt", b"A title\nText.\n") for _ in range(3))
    assert [first.slug, second.slug, third.slug] == ["a-title", "a-title-2", "a-title-3"]
    assert [first.wanted_slug, second.wanted_slug] == ["", "a-title"]


def test_what_the_editor_wishes(reading: IncomingReading) -> None:
    wishes = Wishes(topic="pension", kind="qa", lang="zh")
    understood = reading.understand("a.txt", b"A title\nText.\n", wishes)
    assert (understood.topic, understood.kind, understood.lang) == ("pension", "qa", "zh")
    assert f"status: {Status.DRAFT}" in understood.markdown


def test_the_seed_is_flagged(seed: Path) -> None:
    """Its Article 10 quotation is in words that the provision does not have."""
    corpus = ROOT / "corpus"
    register = register_of(corpus)
    judge = Judge(register, NoTexts(), glossary_of(corpus))
    around = Surroundings(taxonomy=taxonomy_of(corpus), register=register, judge=judge)
    with closing(Incoming(surroundings=lambda: around).reading()) as reading:
        understood = reading.understand(seed.name, seed.read_bytes())
    (basis,) = understood.legal_basis
    assert basis.resolved == ("prc-sil-2010/art-10",)
    assert (basis.verdict, basis.flagged) == (VerdictKind.MISMATCH, True)
    assert len(understood.steps) == 5
    assert len(understood.related) == 10


def test_a_process_of_its_own_says_the_same(apart: Apart) -> None:
    for name, content in (
        ("a.txt", b"A title\nText.\n"),
        ("页.html", PAGE),
        ("w.docx", word_file("A")),
    ):
        assert apart.read(name, content) == read_here(name, content)
    with pytest.raises(UnfitFileError) as refused:
        apart.read("a.txt", b"%PDF-1.7")
    assert refused.value.why is Unfit.BINARY
    assert apart.read("a.txt", b"A title\nText.\n")[0].draft.title == "A title"


def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    with closing(Apart(seconds=0.001)) as hurried:
        with pytest.raises(UnfitFileError) as refused:
            hurried.read("a.md", b"# T\n\n" + b"[" * 90_000)
        assert refused.value.why is Unfit.TOO_SLOW
        hurried._seconds = 60.0
        assert hurried.read("a.txt", b"A title\nText.\n")[0].draft.title == "A title"


def test_a_process_that_dies_is_replaced(apart: Apart) -> None:
    apart.read("a.txt", b"A title\nText.\n")
    assert apart._child is not None
    apart._child.kill()
    apart._child.wait()
    with pytest.raises(UnfitFileError):
        apart.read("a.txt", b"A title\nText.\n")
    assert apart.read("a.txt", b"A title\nText.\n")[0].draft.title == "A title"


def test_thousands_of_equal_headings_have_anchors_of_their_own() -> None:
    anchors = Anchors()
    assert len({anchors.take("H") for _ in range(50_000)}) == 50_000
    assert anchors.take("H 2") == "h-2-2"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"# Title\n\n" + b"## H\n\nt\n\n" * 3_000, "t\n\n## H"),
        (b"<html><body><p>Text.</p>" + b"<div>" * 20_000 + b"deep", "deep"),
        (b"- " * 2_000 + b"deep", "deep"),
    ],
    ids=["headings", "divs", "lists"],
)
def test_deep_and_many(apart: Apart, content: bytes, text: str) -> None:
    assert text in apart.read("a", content)[0].draft.body
