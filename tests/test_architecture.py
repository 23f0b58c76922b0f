"""Who may import whom, and where each third-party library lives."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOMAIN = {
    f"kb.{name}"
    for name in (
        "model",
        "provision",
        "verdict",
        "unresolved",
        "official",
        "comparison",
        "statute_changes",
        "citation_form",
        "imported",
        "cite_check",
        "numerals",
        "statutes",
        "short_names",
        "lookup",
        "taxonomy",
        "glossary",
        "filter_names",
        "request",
        "results",
        "suggestion",
        "explanation",
        "engine",
        "offline",
        "library",
        "demand",
        "changes",
        "quoted",
        "review",
        "impact",
        "citation_graph",
        "basis",
        "accounts",
        "workflow",
        "revisions",
        "removals",
        "schedule",
        "editors_desk",
        "publish_gate",
        "manuscript_form",
        "text_changes",
        "clashes",
        "feedback",
        "advice",
        "search_tuning",
        "office",
        "tokens",
        "incoming",
        "searches",
        "wishes",
        "demand_desk",
    )
}
# package -> what it may import of the project; a name allows itself and all below it
ALLOWED = {
    "kb": set(),
    **dict.fromkeys(DOMAIN, DOMAIN),
    "kb.codec": set(),
    "kb.bundle": set(),
    "kb.index": DOMAIN | {"kb.codec", "kb.index"},
    "ingest": DOMAIN | {"kb.codec", "ingest"},
    "kb.statute_texts": DOMAIN | {"kb.codec", "kb.statute_texts"},
    "kb.desk": DOMAIN | {"kb.desk"},
    "kb.editorial": DOMAIN | {"kb", "kb.codec", "ingest", "kb.editorial"},
    "kb.export": DOMAIN | {"kb", "kb.codec", "kb.export"},
    "kb.evaluation": DOMAIN | {"kb.codec", "kb.evaluation"},
    "kb.web": DOMAIN | {"kb", "kb.codec", "kb.web"},
    "kb.client": DOMAIN | {"kb", "kb.codec", "kb.client"},
    # Another face of what the API answers: it shares its shapes and how it reads what is asked.
    "kb.assistant": DOMAIN | {"kb", "kb.codec", "kb.web", "kb.assistant"},
    "kb.cli": {"kb", "ingest"},
}
HOMES = {
    "opencc": "kb.index",
    "rjieba": "kb.index",
    "bs4": "ingest",
    "lxml": "ingest",
    "yaml": "ingest",
    "cn2an": "ingest",
    "pypinyin": "ingest",
    "markdown_it": "ingest",
    "trafilatura": "ingest",
    "mammoth": "ingest",
    "charset_normalizer": "ingest",
    "whoosh": "kb.index",
    "numpy": "kb.index",
    "Stemmer": "kb.index",
    "rapidfuzz": "kb.index",
    "flask": "kb.web",
    "werkzeug": "kb.web",
    "jinja2": "kb.web",
    "markupsafe": "kb.web",
    "waitress": "kb.web",
    "msgspec": "kb.codec",
    "click": "kb.cli",
    "matplotlib": "kb.cli.citation_picture",
    "ir_measures": "kb.evaluation",
    "sqlalchemy": "kb.desk",
    "alembic": "kb.desk",
    "argon2": "kb.desk",
    "flask_login": "kb.web",
    "flask_wtf": "kb.web",
    "wtforms": "kb.web",
    "flask_limiter": "kb.web",
    "icalendar": "kb.web",
    "flask_compress": "kb.web",
    "limits": "kb.web.api",
    "watchfiles": "kb.editorial",
    "dulwich": "kb.editorial",
    "bm25s": "kb.evaluation",
    "httpx": "kb.client",
    "mcp": "kb.assistant",
    "mcp_types": "kb.assistant",
    "anyio": "kb.assistant",
    "uvicorn": "kb.assistant",
}
# Where a library is used too that has its home elsewhere: arithmetic, an engine that ours
# is compared with, which stays what it is when ours changes, how alike two texts are, and stems
# that are compared with nothing in the index.
GUESTS = {
    "numpy": ("kb.evaluation.significance",),
    "whoosh": ("kb.evaluation.baselines.on_whoosh",),
    "rapidfuzz": (
        "kb.statute_texts.words",
        "ingest.quote_check.chinese",
        "ingest.quote_check.alignment",
    ),
    "Stemmer": ("ingest.quote_check.words",),
}
MODULES = sorted([*ROOT.glob("kb/**/*.py"), *ROOT.glob("ingest/**/*.py")])
LONGEST = 300


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """What it imports by statement, by ``package`` of ``kb.evaluation.packages``, by name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "package":
            yield str(ast.literal_eval(node.args[0]))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def rule_of(module: str) -> str:
    """The longest name in ALLOWED that the module is or lies below."""
    return max((name for name in ALLOWED if within(module, name)), key=len)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def allowed(imported: str, rule: str) -> bool:
    names = ALLOWED[rule]
    if imported == "kb":  # the version, nothing else lives there
        return "kb" in names
    return any(within(imported, name) for name in names if name != "kb" or rule == "kb.cli")


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_follow_the_table(path: Path) -> None:
    module = module_name(path)
    rule = rule_of(module)
    for imported in imports(path):
        top = imported.split(".")[0]
        if top in ("kb", "ingest"):
            assert allowed(imported, rule), f"{module} must not import {imported}"
        elif top not in sys.stdlib_module_names:
            assert top in HOMES, f"{module} imports {top}, which has no home in HOMES"
            at_home = within(module, HOMES[top]) or module in GUESTS.get(top, ())
            assert at_home, f"{top} is at home in {HOMES[top]}, not in {module}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_are_one_noun(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines: two nouns, split it"
    stem = path.stem.split("_")
    assert not {"utils", "helpers", "common", "misc", "manager", "handler", "process"} & set(stem)


def test_every_rule_is_about_something() -> None:
    modules = {module_name(path) for path in MODULES}
    for name in ALLOWED:
        assert any(within(module, name) for module in modules), f"{name} does not exist"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_the_architecture_names_every_module(path: Path) -> None:
    if path.stem not in ("__init__", "__main__"):
        described = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
        assert f"`{path.stem}`" in described, f"docs/ARCHITECTURE.md does not say where {path} is"
        assert (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").strip()
