"""Resolving: one candidate is taken, none or several are left to the editor."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.resolve import problems, resolve_citations, resolve_links, text_key
from kb.model import Article, Citation, Kind, Link
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute, names


def statute(statute_id: str, title_en: str, title_zh: str, *aliases: str, last: int) -> Statute:
    return Statute(
        id=statute_id,
        title_en=title_en,
        title_zh=title_zh,
        aliases=aliases,
        adopted=date(2010, 10, 28),
        in_force=date(2011, 7, 1),
        last_article=last,
    )


def text(provision: str, *paragraphs: Paragraph) -> ProvisionText:
    return ProvisionText(provision=Provision.parse(provision), chapter=(), paragraphs=paragraphs)


SIL = replace(
    statute(
        "prc-sil-2010",
        "Social Insurance Law of the People's Republic of China",
        "中华人民共和国社会保险法",
        "SIL",
        last=98,
    ),
    provisions=(
        text("prc-sil-2010/art-15", Paragraph(text="One:", items=("a", "b", "c"))),
        text("prc-sil-2010/art-60", Paragraph(text="One."), Paragraph(text="Two.", items=("a",))),
    ),
)
REGISTER = Register.of(
    [
        SIL,
        statute("prc-lmal-2007", "", "中华人民共和国劳动争议调解仲裁法", last=54),
        statute("prc-a-2000", "First Regulations", "甲条例", "Regulations", last=20),
        statute("prc-b-2000", "Second Regulations", "乙条例", "Regulations", last=40),
        statute("prc-cl-1997", "Criminal Law", "刑法", last=452),
    ]
)
NAMES = frozenset(name for known in REGISTER for name in names(known))


def article(slug: str = "a", body: str = "", **facts: object) -> Article:
    known: dict[str, object] = {"title": slug.replace("-", " "), "kind": Kind.QA, "topic": "other"}
    citations = find([Passage(anchor="", text=body)], NAMES)
    return Article(slug=slug, citations=citations, path=f"{slug}.md", **(known | facts))  # type: ignore[arg-type]


def resolved(body: str) -> Citation:
    (citation,) = resolve_citations(article(body=body), REGISTER).citations
    return citation


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("SIL art. 60(2)", ["prc-sil-2010/art-60/para-2"]),
        ("SIL art. 60(2)(1)", ["prc-sil-2010/art-60/para-2/item-1"]),
        ("Social Insurance Law, Article 15, item 3", ["prc-sil-2010/art-15/item-3"]),
        (
            "Articles 58 to 60 of the Social Insurance Law",
            [f"prc-sil-2010/art-{n}" for n in (58, 59, 60)],
        ),
        ("PRC (PRC) social insurance law\nArticle 10", ["prc-sil-2010/art-10"]),
        ("《社会保险法》（2018修正）第九十八条", ["prc-sil-2010/art-98"]),
        ("《刑法》第二百七十四条之一", ["prc-cl-1997/art-274-1"]),
        ("The Social Insurance Law: under Article 10", ["prc-sil-2010/art-10"]),
        ("《甲条例》第二十条", ["prc-a-2000/art-20"]),
        ("SIL Articles 58, 58 and 59", ["prc-sil-2010/art-58", "prc-sil-2010/art-59"]),
        ("SIL art. 20(9)", ["prc-sil-2010/art-20/para-9"]),  # the corpus has no text to check by
    ],
)  # fmt: skip
def test_one_candidate(body: str, targets: list[str]) -> None:
    citation = resolved(body)
    assert [str(target) for target in citation.targets] == targets
    assert (citation.reason, citation.candidates) == ("", ())
    assert citation.register_id == citation.targets[0].statute


@pytest.mark.parametrize(
    ("body", "register_id", "reason", "candidates"),
    [
        ("Article 60", "", "no statute is named here or before it", ()),
        ("Article 5 of the Regulations on pay", "", "2 statutes are called 'Regulations'",
         ("prc-a-2000/art-5", "prc-b-2000/art-5")),
        ("Article 30 of the Regulations on pay", "", "2 statutes are called 'Regulations'",
         ("prc-b-2000/art-30",)),
        ("《劳动争议仲裁调解法》第五条", "",
         "no statute in the register is called '劳动争议仲裁调解法'", ("prc-lmal-2007/art-5",)),
        ("《乙条例》第五十条", "prc-b-2000", "Second Regulations ends with Article 40", ()),
        ("《劳动争议调解仲裁法》第六十条", "prc-lmal-2007",
         "劳动争议调解仲裁法 ends with Article 54", ()),
        ("《海商法》第五条", "", "no statute in the register is called '海商法'", ()),
        ("SIL art. 99", "prc-sil-2010", "Social Insurance Law ends with Article 98", ()),
        ("SIL Articles 97 to 99", "prc-sil-2010", "Social Insurance Law ends with Article 98", ()),
        ("SIL art. 60(3)", "prc-sil-2010",
         "Article 60 of the Social Insurance Law has 2 paragraphs", ("prc-sil-2010/art-60",)),
        ("SIL art. 15(3)", "prc-sil-2010", "Article 15 of the Social Insurance Law has 1 paragraph",
         ("prc-sil-2010/art-15", "prc-sil-2010/art-15/item-3")),
        ("SIL art. 60(1)(1)", "prc-sil-2010",
         "paragraph 1 of Article 60 of the Social Insurance Law has no items",
         ("prc-sil-2010/art-60",)),
        ("SIL art. 15, item 4", "prc-sil-2010",
         "Article 15 of the Social Insurance Law has 3 items", ("prc-sil-2010/art-15",)),
    ],
)  # fmt: skip
def test_never_a_guess(
    body: str, register_id: str, reason: str, candidates: tuple[str, ...]
) -> None:
    citation = resolved(body)
    assert not citation.resolved
    assert (citation.register_id, citation.reason, citation.candidates) == (
        register_id,
        reason,
        candidates,
    )


@given(
    st.lists(
        st.sampled_from(
            ["SIL art. 60(2). ", "《刑法》第二条", "Art. 99. ", "SIL art. 9", "《海商法》第五条"]
        ),
        max_size=6,
    )
)  # fmt: skip
def test_again_changes_nothing(pieces: list[str]) -> None:
    once = resolve_citations(article(body="\n".join(pieces)), REGISTER)
    assert resolve_citations(once, REGISTER) == once


def test_a_statute_that_leaves_the_register_takes_its_targets_along() -> None:
    once = resolve_citations(article(body="SIL art. 60"), REGISTER)
    (citation,) = resolve_citations(once, Register.of([])).citations
    assert (citation.targets, citation.register_id) == ((), "")
    assert citation.reason


def test_problems_name_the_line_and_what_to_do() -> None:
    body = "SIL art. 99.\n\n《海商法》第五条\n\nSIL art. 10.\n\n"
    body += "SIL art. 99. The 《劳动争议仲裁调解法》第五条"
    one = resolve_citations(article("a", body), REGISTER)
    source = "---\ntitle: a\n---\n\n" + body
    assert [str(problem) for problem in problems(one, source)] == [
        "a.md:5: citation-beyond-end 'SIL art. 99': Social Insurance Law ends with Article 98 "
        "(correct the number, or name the statute that has it)",
        "a.md:7: citation-unresolved '《海商法》第五条': no statute in the register is called "
        "'海商法' (use a name from statutes/, or add the name to a statute's aliases)",
        "a.md:11: citation-beyond-end 'SIL art. 99': Social Insurance Law ends with Article 98 "
        "(correct the number, or name the statute that has it)",
        "a.md:11: citation-unresolved '《劳动争议仲裁调解法》第五条': no statute in the register "
        "is called '劳动争议仲裁调解法' (did you mean prc-lmal-2007/art-5?)",
    ]
    assert {problem.line for problem in problems(one)} == {1}


def test_a_citation_that_mark_up_interrupts_has_a_line_too() -> None:
    one = resolve_citations(article("a", "SIL\nart. 99"), REGISTER)
    (problem,) = problems(one, "title\n\n*SIL*\nart. 99\n")
    assert problem.line == 3


ARTICLES = (
    article("pay", title="How do I pay?", aliases=("paying by myself", "twice", "jiao shebao")),
    article("card", title="The social security card", aliases=("twice", "pay")),
    article("card-zh", title="The Social  Security Card", lang="zh", aliases=("社保卡 App",)),
    article("first", title="The same title"),
    article("second", title="the same title!"),
)


def linked(text: str, slug: str = "asking", lang: str = "en") -> str | None:
    asking = article(slug, title="Asking", lang=lang, related=(Link(text=text),))
    return resolve_links((asking, *ARTICLES))[0].related[0].slug


@pytest.mark.parametrize(
    ("text", "lang", "slug"),
    [
        ("pay", "en", "pay"),  # a slug, though another article has the alias
        ("How do I pay?", "en", "pay"),
        ("how do i PAY ？", "zh", "pay"),
        ("Ｈｏｗ ｄｏ Ｉ ｐａｙ", "en", "pay"),
        ("paying by myself", "en", "pay"),
        ("The social security card", "en", "card"),
        ("The social security card", "zh", "card-zh"),
        ("“社保卡app”", "en", "card-zh"),
        ("twice", "en", None),  # two articles have the alias
        ("The same title", "en", None),
        ("Nobody wrote this", "en", None),
        ("Asking", "en", None),  # itself
        ("asking", "en", None),
        ("?!", "en", None),
    ],
)
def test_links(text: str, lang: str, slug: str | None) -> None:
    assert linked(text, lang=lang) == slug


def test_a_link_is_never_to_itself_but_may_be_to_the_translation() -> None:
    related = (Link(text="The social security card"),)
    one, *_ = resolve_links((replace(ARTICLES[1], related=related), *ARTICLES[2:]))
    assert one.related[0].slug == "card-zh"


def test_links_resolve_again_from_their_text() -> None:
    asking = article(
        "asking", related=(Link(text="pay", slug="stale"), Link(text="gone", slug="x"))
    )
    once = resolve_links((asking, *ARTICLES))
    assert [link.slug for link in once[0].related] == ["pay", None]
    assert resolve_links(once) == once


@given(st.text(max_size=20))
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert text_key(text_key(text)) == text_key(text)
