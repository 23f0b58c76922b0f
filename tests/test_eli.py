"""Identifiers of legislation: what they name, and where they lead."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kb.provision import Provision
from kb.web.eli import PREFIX, eli, is_of, named_by
from tests.small_corpus import SIL, STATUTES
from tests.small_law import law
from tests.small_site import engine_with, site

START = f"/eli/cn/law/2010/10/28/{SIL}"
KINDS = st.sampled_from(["law", "administrative regulation", "", "规章", "Rule (trial)"])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield site(engine, texts=law()).test_client(use_cookies=False)


@given(
    KINDS,
    st.dates(),
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True).filter(lambda id: len(id) < 200),
    st.none() | st.tuples(st.integers(1, 9999), st.integers(0, 99)),
    st.none() | st.dates(),
)
def test_what_is_printed_is_read_again(
    kind: str, adopted: date, id: str, number: tuple[int, int] | None, version: date | None
) -> None:
    statute = replace(STATUTES[0], kind=kind, adopted=adopted, id=id)
    provision = Provision(id, *number) if number else None
    named = named_by(eli(statute, provision, version).removeprefix(PREFIX))
    assert named is not None
    assert (named.statute, named.provision, named.version) == (id, provision, version)
    assert is_of(named, statute)
    assert not is_of(named, replace(statute, id=id + "-x"))


@given(st.text(max_size=60))
def test_any_text_is_an_identifier_or_none(text: str) -> None:
    named = named_by(text)
    assert named is None or text.startswith(named.start)


@pytest.mark.parametrize(
    ("identifier", "page"),
    [
        (START, f"/statutes/{SIL}"),
        (f"{START}/art-16", f"/statutes/{SIL}/art-16"),
        (f"{START}/art-16?ui=zh", f"/statutes/{SIL}/art-16?ui=zh"),
        (f"{START}/2010-10-28", f"/statutes/{SIL}?version=2010-10-28"),
        (
            f"{START}/art-16/2010-10-28?ui=en",
            f"/statutes/{SIL}/art-16?version=2010-10-28&ui=en",
        ),
        ("/eli/cn/law/2020/01/01/flk-xing-fa/art-274-1", "/statutes/flk-xing-fa/art-274-1"),
    ],
)
def test_it_leads_to_the_page(client: FlaskClient, identifier: str, page: str) -> None:
    response = client.get(identifier)
    assert (response.status_code, response.location) == (303, page)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "identifier",
    ["/eli/", "/eli/cn", f"/eli/cn/law/2010/10/29/{SIL}", f"/eli/cn/rule/2010/10/28/{SIL}",
     f"/eli/fr/law/2010/10/28/{SIL}", "/eli/cn/law/2010/10/28/nothing", f"{START}/art-0",
     f"{START}/art-16/2010-13-45", f"{START}/2010-10-28/art-16", f"{START}/art-16/para-1",
     "/eli/" + "x" * 5000, "/eli//evil.example"],
)  # fmt: skip
def test_what_names_nothing_is_not_found(client: FlaskClient, identifier: str) -> None:
    response = client.get(identifier, follow_redirects=True)
    assert response.status_code == 404
