"""The real server over the small corpus: ``python -m tests.browser.server FOLDER``."""

import sys
from dataclasses import replace
from pathlib import Path

from kb.desk.database import Database
from kb.desk.queue import StoredQueue
from kb.engine import Batch
from kb.web.serve import serve
from tests.checked_texts import CHECKER
from tests.small_corpus import article, lead, section
from tests.small_law import law
from tests.small_site import EVERYTHING, engine_with, site

WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenversicherung" * 3
TABLE = (
    "<table><thead><tr>" + "<th>Insurance</th>" * 9 + "</tr></thead>"
    "<tbody><tr>" + "<td>twenty per cent</td>" * 9 + "</tr></tbody></table>"
    f"<p>https://example.org/{'a' * 300}</p><pre><code>{'code ' * 80}</code></pre>"
)
WIDE = (
    article(
        "wide",
        "用人单位长期未依法为劳动者缴纳社会保险费导致劳动者无法享受社会保险待遇时应当如何维权以及需要准备哪些材料"
        "并且应当在多长时间之内向哪个部门提出申请？",
        (lead(f"{WORD} {WORD}"), replace(section("Table", "A table."), html=TABLE)),
        regions=("urumqi", "liaoning", "shenzhen"),
        lang="zh",
    ),
    article("long-word", WORD, (lead(WORD), section(WORD, WORD))),
)
# Long on the page alone: so much text would change what the words of other pages count.
FILLING = replace(section("Filling", "Nothing."), html="<p>Nothing.</p>" * 60)
MORE = replace(section("More filling", "Nothing."), html="<p>Nothing.</p>" * 60)
CELLS = "Grade one | 24 months | paid monthly\nGrade two | 22 months | paid quarterly"
# Long pages, each with its answer far down: in a paragraph, an entry of a list, a cell, Chinese.
FAR = (
    article(
        "far-paragraph",
        "Far down, in a paragraph",
        (
            lead("See below."),
            FILLING,
            section(
                "Quokkas",
                "The quokka allowance, a well-known one, is paid in March & April, once a year. "
                "Nobody else gets it.",
            ),
            MORE,
        ),
    ),
    article(
        "far-list",
        "Far down, in a list",
        (
            lead("See below."),
            FILLING,
            replace(
                section("Papers", "Bring this:\n\nthe wombat form\nyour wombat card, stamped"),
                html="<p>Bring this:</p><ul><li>the wombat form</li>"
                "<li>your <em>wombat card</em>, stamped</li></ul>",
            ),
            MORE,
        ),
    ),
    article(
        "far-table",
        "Far down, in a table",
        (
            lead("See below."),
            FILLING,
            replace(
                section("Amounts", CELLS),
                html="<table><tbody>"
                + "".join(
                    f"<tr><td>{row.replace(' | ', '</td><td>')}</td></tr>"
                    for row in CELLS.split("\n")
                )
                + "</tbody></table>",
            ),
            MORE,
        ),
    ),
    article(
        "far-chinese",
        "很远的下面",
        (
            lead("见下文。"),
            FILLING,
            section(
                "袋熊补贴",
                "袋熊补贴每年三月发一次，由经办机构直接打到银行卡里，不用申请；"
                "没有收到的，可以打12333查询。",
            ),
            MORE,
        ),
        lang="zh",
    ),
)
CORPUS = Batch(
    articles=(*EVERYTHING.articles, *WIDE, *FAR), statutes=EVERYTHING.statutes, anew=True
)

if __name__ == "__main__":
    with engine_with(Path(sys.argv[1]), CORPUS) as engine:
        queue = StoredQueue(Database.open(Path(sys.argv[1]).parent / "desk.sqlite3"))
        app = site(engine, demand=queue, texts=law(), checker=CHECKER)
        serve(app, "127.0.0.1", 0, ready=lambda url: print(url, flush=True))
