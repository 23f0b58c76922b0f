"""`kb eval`: how relevant what the search finds is, in figures."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import click
from click.exceptions import Exit

from kb.cli.answering import answered, print_cards
from kb.cli.comparing import beside_baselines, without_each_idea
from kb.cli.figures import print_report
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.hidden_basis import judge_suggestions
from kb.cli.judged_index import Indexed, of_corpus, of_set
from kb.cli.output import Progress, json_option, print_json
from kb.cli.relating import print_related, relatedness
from kb.evaluation import beir, judgements, report
from kb.evaluation.floors import Floor, read_floors, shortfalls
from kb.evaluation.graded import SPLITS
from kb.evaluation.judged import JudgedSet, UnusableSetError
from kb.evaluation.measures import measure
from kb.evaluation.packages import MissingPackageError
from kb.evaluation.report import Report
from kb.evaluation.run import run
from kb.evaluation.typos import with_typos
from kb.index.wordlists import sounds

_DEV = "dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """What was asked for on the command line."""

    split: str | None
    queries: int | None
    baselines: bool
    ablate: bool
    worst: int
    floors: Path | None
    typos: bool
    imported: bool


@click.command(
    "eval",
    epilog="\b\nExample:\n  kb eval\n  kb eval --ablate\n  kb eval --typos\n"
    "  kb eval --split holdout --json\n"
    "  kb eval my-set --split test --baselines --queries 200\n"
    "  kb eval --floors tests/relevance/floors.json",
)
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--split", metavar="SPLIT", help="The part of the queries [default: dev].")
@click.option(
    "--queries", type=click.IntRange(min=1), help="Ask so many of the queries, always the same."
)
@click.option("--typos", is_flag=True, help="Ask each query with a typing error in it.")
@click.option("--baselines", is_flag=True, help="Compare with other engines.")
@click.option("--ablate", is_flag=True, help="Switch off each idea of the ranking in turn.")
@click.option(
    "--worst", type=click.IntRange(0, 1000), default=0, help="Show so many that are served worst."
)
@click.option(
    "--imported",
    is_flag=True,
    help="Index the official texts that were imported too (kb statutes import).",
)
@click.option("--answers", is_flag=True, help="Judge the answers shown above the hits instead.")
@click.option("--related", is_flag=True, help="Judge the related articles instead.")
@click.option("--basis", is_flag=True, help="Judge the suggested legal bases instead.")
@click.option(
    "--floors",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Exit with 1 where a measure is below its floor in this file.",
)
@json_option
@with_folders
def evaluate(
    folders: Folders,
    folder: Path | None,
    split: str | None,
    queries: int | None,
    typos: bool,
    baselines: bool,
    ablate: bool,
    worst: int,
    imported: bool,
    answers: bool,
    related: bool,
    basis: bool,
    floors: Path | None,
    as_json: bool,
) -> None:
    """Measure how relevant the hits are for queries whose answers are known.

    Without FOLDER those are the corpus's judged queries, of the split dev. Of the split
    holdout only figures are shown: whoever has seen its queries tunes on them.

    FOLDER holds a set in BEIR's form: corpus.jsonl, queries.SPLIT.jsonl (both may be
    gzipped) and qrels/SPLIT.tsv. Its documents are indexed once, in the data folder.

    The figures are means over the queries, from 0 to 1: nDCG@10, RR (1 / rank of the
    first relevant hit), P@1 and R@100.
    """
    wishes = _Wishes(
        split=split,
        queries=queries,
        baselines=baselines,
        ablate=ablate,
        worst=worst,
        floors=floors,
        typos=typos,
        imported=imported,
    )
    if imported and folder is not None:
        raise click.UsageError("--imported is about the corpus, not about a set of others'")
    if basis:
        _only_of_corpus(folder, wishes, "--basis")
        if answers or related or split:
            raise click.UsageError("--basis is an evaluation of its own, of all articles")
        judge_suggestions(folders, as_json)
        return
    if answers or related:
        _only_of_corpus(folder, wishes, "--answers" if answers else "--related")
        if answers and related:
            raise click.UsageError("--answers and --related are two evaluations")
        raise Exit(_other_than_hits(folders, wishes, answers, as_json))
    try:
        found = _evaluated(folders, folder, wishes)
    except (UnusableSetError, MissingPackageError) as error:
        raise UnusableError(str(error)) from None
    if as_json:
        print_json(found)
    else:
        print_report(found)
    raise Exit(1 if found.below else 0)


def _only_of_corpus(folder: Path | None, wishes: _Wishes, option: str) -> None:
    """Refuse what tells nothing about answers or related articles."""
    useless = folder or wishes.queries or wishes.baselines or wishes.ablate or wishes.worst
    if useless or (wishes.floors and option != "--related"):
        raise click.UsageError(f"{option} is about the corpus; it takes no option for other sets")


def _other_than_hits(folders: Folders, wishes: _Wishes, answers: bool, as_json: bool) -> int:
    """Evaluate the answers above the hits, or related articles; answers the exit status."""
    split = _split_of_corpus(wishes.split)
    try:
        with of_corpus(folders, imported=wishes.imported) as ready:
            if answers:
                cards = answered(judgements.read(folders.corpus, split), ready)
                print_json(cards) if as_json else print_cards(cards)
                return 0
            found = relatedness(folders.corpus, split, ready, wishes.floors)
    except (UnusableSetError, MissingPackageError) as error:
        raise UnusableError(str(error)) from None
    print_json(found) if as_json else print_related(found)
    return 1 if found.below else 0


def _evaluated(folders: Folders, folder: Path | None, wishes: _Wishes) -> Report:
    indexed: Callable[[], AbstractContextManager[Indexed]]
    if folder is None:
        whole = judgements.read(folders.corpus, _split_of_corpus(wishes.split))
        indexed = lambda: of_corpus(folders, imported=wishes.imported)  # noqa: E731
    else:
        known = folder
        whole = beir.read(known, _split_of_set(known, wishes.split))
        indexed = lambda: of_set(folders, known)  # noqa: E731
    if wishes.typos:
        whole = with_typos(whole, sounds)
    if whole.is_secret and (wishes.worst or wishes.ablate):
        raise click.UsageError("--worst and --ablate would tune on a split that is held out")
    floor = _floor(wishes, whole)
    count = wishes.queries or (floor.queries if floor else None)
    with indexed() as ready:
        if folder is None:
            held = ready.provisions
            whole = whole.only(lambda target: "/" not in target or target in held)
        asked = whole.sample(count) if count else whole
        if not asked.queries:
            raise UnusableSetError(f"{whole.label}: there is no query that a document answers")
        found = _measured(whole, asked, ready, wishes)
    return replace(found, below=shortfalls(floor, found.means) if floor else ())


def _split_of_corpus(split: str | None) -> str:
    if split is not None and split not in SPLITS:
        raise click.UsageError(f"--split {split!r} is none of: {', '.join(SPLITS)}")
    return split or _DEV


def _split_of_set(folder: Path, split: str | None) -> str:
    """The split that is named, else dev, else the only one."""
    known = beir.splits(folder)
    if not known:
        raise UnusableSetError(f"{folder} has no qrels/SPLIT.tsv: it is no set in BEIR's form")
    chosen = split or (known[0] if len(known) == 1 else _DEV)
    if chosen not in known:
        said = f"--split {split!r} is none of" if split else "name one with --split"
        raise click.UsageError(f"{said}: {', '.join(known)}")
    return chosen


def _floor(wishes: _Wishes, whole: JudgedSet) -> Floor | None:
    if wishes.floors is None:
        return None
    known = read_floors(wishes.floors)
    if whole.label not in known:
        raise click.UsageError(f"{wishes.floors} has no floor for {whole.label!r}")
    floor = known[whole.label]
    if wishes.queries not in (None, floor.queries):
        on = f"{floor.queries:,} queries" if floor.queries else "all queries"
        raise click.UsageError(f"the floor of {whole.label!r} holds on {on}: leave --queries out")
    return floor


def _measured(whole: JudgedSet, asked: JudgedSet, ready: Indexed, wishes: _Wishes) -> Report:
    with Progress("Asking") as progress:
        answers = run(asked.queries, ready.ask, progress)
    ours = measure(asked.grades, answers.hits)
    return replace(
        Report.of_run(whole, asked, ready.documents, answers, ours),
        baselines=beside_baselines(asked, ready, ours) if wishes.baselines else (),
        ablation=tuple(without_each_idea(asked, ready, ours)) if wishes.ablate else (),
        worst=report.worst(asked, answers, ours, wishes.worst) if wishes.worst else (),
    )
