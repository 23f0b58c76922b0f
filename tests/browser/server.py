"""The real server over the small corpus: ``python -m tests.browser.server FOLDER``."""

import sys
from dataclasses import replace
from pathlib import Path

from kb.engine import Batch
from kb.web.serve import serve
from tests.small_corpus import article, lead, section
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
CORPUS = Batch(articles=(*EVERYTHING.articles, *WIDE), statutes=EVERYTHING.statutes, anew=True)

if __name__ == "__main__":
    with engine_with(Path(sys.argv[1]), CORPUS) as engine:
        serve(site(engine), "127.0.0.1", 0, ready=lambda url: print(url, flush=True))
