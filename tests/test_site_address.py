"""Where the site says it is: as configured, else as the request says, and for it alone."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from kb.cli import main
from kb.engine import SearchEngine
from kb.web.site_address import SiteAddress, SiteAddressError
from tests.small_corpus import PAY
from tests.small_site import engine_with, site, soup

MACHINES = (
    "/sitemap.xml", "/robots.txt", "/llms.txt", "/opensearch.xml", "/feed.atom",
    "/topics/pension/feed.atom", "/statutes/prc-sil-2010/feed.atom", "/opensearch/suggest?q=pens",
)  # fmt: skip
ARTICLE = f"/articles/{PAY.slug}"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine).test_client(use_cookies=False)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("https://answers.example", "https://answers.example"),
        (" https://Answers.Example/ ", "https://answers.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://xn--fsqu00a.xn--fiqs8s", "https://xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_an_address(given: str, expected: str) -> None:
    assert SiteAddress.parse(given).configured == expected


@pytest.mark.parametrize(
    "given",
    ["answers.example", "ftp://answers.example", "https://", "https://a b", "https://user@a.example",
     "https://a.example/<script>", "https://a.example?x", "https://a.example/#x", "https://例子.中国",
     "https://a.example/base", 'https://a"b', "https://[::1", "//a.example", "javascript:alert(1)"],
)  # fmt: skip
def test_no_address(given: str) -> None:
    with pytest.raises(SiteAddressError) as raised:
        SiteAddress.parse(given)
    assert given in str(raised.value)
    assert "http" in str(raised.value)


def test_the_command_refuses_what_is_no_address() -> None:
    result = CliRunner().invoke(main, ["serve", "--site-url", "answers.example"])
    assert result.exit_code == 2
    assert "one looks like https://answers.example" in " ".join(result.output.split())
    result = CliRunner().invoke(main, ["serve"], env={"KB_SITE_URL": "https://a.example/kb"})
    assert result.exit_code == 2
    assert "top of its host" in " ".join(result.output.split())


@pytest.mark.parametrize("address", [*MACHINES, ARTICLE, "/", "/statutes/prc-sil-2010/art-16"])
def test_configured_whatever_the_request_says(engine: SearchEngine, address: str) -> None:
    client = site(engine, site_url="https://answers.example").test_client()
    response = client.get(address, headers={"Host": "evil.example"})
    assert response.status_code == 200
    assert "https://answers.example/" in response.text
    assert "evil.example" not in response.text
    assert "localhost" not in response.text


@pytest.mark.parametrize("address", [*MACHINES, ARTICLE])
def test_each_request_gets_its_own_host_and_nobody_elses(client: FlaskClient, address: str) -> None:
    first = client.get(address, headers={"Host": "evil.example"})
    assert "http://evil.example/" in first.text
    for host in ("other.example:8080", "localhost"):
        later = client.get(address, headers={"Host": host})
        assert f"http://{host}/" in later.text
        assert "evil.example" not in later.text
        # a cache that asks again before it answers is never told that evil's is as good
        etag = first.headers.get("ETag")
        if etag:
            asked = {"Host": host, "If-None-Match": etag}
            assert client.get(address, headers=asked).status_code == 200
    assert first.headers["Cache-Control"].startswith(("no-cache", "private"))


@pytest.mark.parametrize("host", ['a"b', "a b", "evil.example/x", "user@evil.example", "<x>", ""])
def test_a_host_that_cannot_be(client: FlaskClient, host: str) -> None:
    headers = {"Host": host}
    for address in MACHINES:
        response = client.get(address, headers=headers)
        assert response.status_code == 400
        assert "evil" not in response.text
    page = client.get(ARTICLE, headers=headers)
    assert page.status_code == 200
    assert soup(page).select_one("link[rel=canonical]")["href"] == ARTICLE


def test_a_site_behind_a_proxy_that_ends_tls(engine: SearchEngine) -> None:
    client = site(engine, site_url="https://answers.example").test_client()
    page = soup(client.get(ARTICLE, headers={"Host": "127.0.0.1:8000"}))
    assert page.select_one("link[rel=canonical]")["href"] == f"https://answers.example{ARTICLE}"
    open_graph = page.select_one("meta[property='og:url']")["content"]
    assert open_graph == f"https://answers.example{ARTICLE}"
