"""How far the search of an offline copy agrees with the server's.

Run as ``python -m tests.bench.offline``. The copy is opened in Chromium from a disk. Of the
split holdout only figures are told.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from selenium import webdriver

from kb.cli.folders import Folders
from kb.cli.judged_index import of_corpus
from kb.evaluation import judgements
from kb.evaluation.graded import SPLITS
from tests.browser.conftest import FLAGS, found
from tests.conftest import ROOT
from tests.offline_agreement import FIRST, agreement
from tests.offline_copy import OfflineSearch, written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--differing", action="store_true", help="show what differs (dev only)")
    asked = parser.parse_args()
    shows = asked.differing and asked.split == "dev"
    folders = Folders(ROOT / "corpus", ROOT / "data")
    options = webdriver.ChromeOptions()
    options.binary_location = found("chromium", "chromium-browser", "google-chrome")
    with of_corpus(folders) as ready, tempfile.TemporaryDirectory() as folder:
        documents = ready.documents
        copy = Path(folder) / "copy"
        size = written(ready.engine, copy, taxonomy=folders.taxonomy())
        for flag in (*FLAGS, f"--user-data-dir={folder}/profile"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options, webdriver.ChromeService(found("chromedriver")))
        try:
            judged = judgements.read(folders.corpus, asked.split).only(
                lambda target: "/" not in target or target in ready.provisions
            )
            search = OfflineSearch.of(browser, copy)
            figures = agreement(judged, ready.engine, search, tell if shows else None)
        finally:
            browser.quit()
    print(f"corpus {asked.split}: {figures.queries} queries, {documents} documents")
    print(f"of the server's first {FIRST} in the copy's: {figures.overlap:.3f}")
    print(f"the same first hit: {figures.same_first:.3f}")
    for name, value in figures.server.items():
        print(f"{name}: server {value:.3f}, copy {figures.copy[name]:.3f}")
    print(f"search files: {size.search:,} bytes, of them read at first: {size.first:,}")


def tell(query: str, server: Sequence[str], copy: Sequence[str]) -> None:
    if set(server[:FIRST]) != set(copy[:FIRST]):
        print(query)
        print(f"  server {' '.join(server[:FIRST])}\n  copy   {' '.join(copy[:FIRST])}")


if __name__ == "__main__":
    main()
