"""Structured data of a page, read by rdflib and held against schema.org.

rdflib carries schema.org's vocabulary, so a property that there is not is found. What a type must
have is what Google documents for it (Search Central, "Structured data markup that Google
supports"), and for legislation what ELI calls mandatory.
"""

import json
import warnings
from dataclasses import dataclass

from flask.testing import FlaskClient
from rdflib import RDF, SDO, Graph, URIRef
from rdflib.term import Node

from tests.small_site import soup

VOCABULARY = "https://schema.org/"
# type -> what each node of it has; nodes that only point to one that is described elsewhere
# have no type
REQUIRED = {
    "FAQPage": ("mainEntity", "name", "url", "inLanguage"),
    "Question": ("name", "acceptedAnswer"),
    "Answer": ("text",),
    "HowTo": ("name", "step", "description", "url", "inLanguage"),
    "HowToStep": ("text", "name", "url", "position"),
    "Article": ("headline", "author", "dateModified", "url"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "WebSite": ("name", "url", "potentialAction"),
    "SearchAction": ("target", "query-input"),
    "EntryPoint": ("urlTemplate",),
    "Organization": ("name",),
    "AdministrativeArea": ("name",),
    "Legislation": ("legislationIdentifier", "name"),
    "LegislationObject": ("text", "inLanguage", "legislationLegalValue"),
}


@dataclass(frozen=True)
class Data:
    """The graph of one page."""

    graph: Graph

    def of_type(self, name: str) -> list[Node]:
        return list(self.graph.subjects(RDF.type, URIRef(VOCABULARY + name)))

    def one(self, name: str) -> Node:
        (found,) = self.of_type(name)
        return found

    def texts(self, subject: Node, *path: str) -> list[str]:
        """What stands at the end of the path of properties, in any order."""
        nodes = [subject]
        for name in path:
            nodes = [o for n in nodes for o in self.graph.objects(n, URIRef(VOCABULARY + name))]
        return sorted(str(node) for node in nodes)

    def crumbs(self) -> list[tuple[str, str]]:
        """Names and addresses, in order."""
        items = self.of_type("ListItem")
        numbered = sorted(
            (int(self.texts(item, "position")[0]), self.texts(item, "name"), item) for item in items
        )
        assert [number for number, _, _ in numbered] == list(range(1, len(items) + 1))
        return [(names[0], self.texts(item, "item")[0]) for _, names, item in numbered]


def data_of(client: FlaskClient, address: str) -> Data:
    """The page's data, once it is valid."""
    response = client.get(address)
    assert response.status_code == 200, address
    graph = Graph()
    for script in soup(response).select("script[type='application/ld+json']"):
        given = json.loads(script.get_text())
        assert given["@context"] == "https://schema.org"
        # schema.org's own context, as far as we use it, without asking the network for it.
        given["@context"] = {"@vocab": VOCABULARY}
        with warnings.catch_warnings():  # rdflib's own reader uses what rdflib gives up
            warnings.simplefilter("ignore", DeprecationWarning)
            base = f"http://localhost{address}"
            graph.parse(data=json.dumps(given), format="json-ld", publicID=base)
    found = Data(graph)
    is_valid(found)
    return found


def is_valid(data: Data) -> None:
    """Every word is schema.org's, and every node has what its type must have."""
    graph = data.graph
    for _, predicate, value in graph:
        if predicate == RDF.type:
            assert value in SDO, value
            assert str(value).removeprefix(VOCABULARY) in REQUIRED, f"no rule for {value}"
        else:
            # schema.org's actions: "query-input" tells what goes into "query".
            name = str(predicate).removesuffix("-input")
            assert URIRef(name) in SDO, predicate
            assert str(value).strip(), predicate
        if str(value).startswith(VOCABULARY):
            assert value in SDO, value
    for name, properties in REQUIRED.items():
        for subject in data.of_type(name):
            for wanted in properties:
                assert data.texts(subject, wanted), f"{name} {subject} has no {wanted}"
