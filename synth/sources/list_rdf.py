"""A list of papers in Zotero's RDF, the one of its exports that names the files it was made with.

The form is that of its translator (https://github.com/zotero/translators, "Zotero RDF.js"): items with a `z:itemType`,
their journals and attachments within them or beside them under an address of their own.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from synth.errors import SourceError
from synth.language.dates import year_in
from synth.language.identifiers import doi_in_field
from synth.models import Screened
from synth.sources.folder_walk import skip
from synth.sources.listed import Listed, listed_paper, name_of, plain, pubmed_ids

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
ZOTERO = "{http://www.zotero.org/namespaces/export#}"
BIBLIO = "{http://purl.org/net/biblio#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
FOAF = "{http://xmlns.com/foaf/0.1/}"
LINK = "{http://purl.org/rss/1.0/modules/link/}"
NO_PAPERS = frozenset({"computerProgram", "dataset", "map", "artwork", "videoRecording", "audioRecording"})
"""Types of Zotero's items that are read as no paper."""
PARTS_OF_ITEMS = frozenset({"attachment", "note", "annotation"})

Nodes = Mapping[str, Element]


def read_rdf_list(text: str) -> Iterator[Listed | Screened]:
    """The items in order; what is no paper is a skip. Raises SourceError where it is no RDF, or defines entities."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise SourceError("XML with definitions of its own, which no export has", stage="sources")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise SourceError(f"not XML: {error}", stage="sources") from error
    if root.tag != f"{RDF}RDF":
        raise SourceError("XML that is not RDF", stage="sources")
    nodes = {node.get(f"{RDF}about", ""): node for node in root}
    for item in root:
        kind = item.findtext(f"{ZOTERO}itemType", "")
        if not kind or kind in PARTS_OF_ITEMS:
            continue
        name = plain(item.findtext(f"{DC}title", "")) or item.get(f"{RDF}about", "")
        if kind in NO_PAPERS:
            yield skip(name, f"Zotero has it as a {kind}, which is no paper")
            continue
        try:
            yield _listed(item, nodes)
        except SourceError as error:
            yield skip(name, error.message)


def _listed(item: Element, nodes: Nodes) -> Listed:
    containers = [node for part in item.findall(f"{TERMS}isPartOf") for node in _nodes_of(part, nodes)]
    identifiers = [found.text or "" for node in (item, *containers) for found in node.findall(f"{DC}identifier")]
    addresses = [found.text or "" for found in item.findall(f"{DC}identifier/{TERMS}URI/{RDF}value")]
    extra = item.findtext(f"{DC}description", "")
    dois = [text.removeprefix("DOI ") for text in identifiers if text.startswith("DOI ")]
    fields: dict[str, object] = {
        "title": plain(item.findtext(f"{DC}title", "")),
        "authors": tuple(filter(None, map(_name, item.iterfind(f"{BIBLIO}authors/{RDF}Seq/{RDF}li/{FOAF}Person")))),
        "printed_year": year_in(item.findtext(f"{DC}date", "")),
        "journal_ref": plain(next(filter(None, (node.findtext(f"{DC}title") for node in containers)), "")),
        "abstract": plain(item.findtext(f"{TERMS}abstract", "")),
        "doi": next(filter(None, map(doi_in_field, [*dois, *addresses])), None),
        "link": next(iter(addresses), None),
    }
    paper = listed_paper(fields, " ".join([*addresses, extra]), pubmed_ids(extra))
    return Listed(paper, files=tuple(_files(item, nodes)))


def _nodes_of(part: Element, nodes: Nodes) -> Iterator[Element]:
    """What a property holds: the nodes within it, or the one that it names, and what these are part of."""
    named = nodes.get(part.get(f"{RDF}resource", ""))
    for node in (*part, *([] if named is None else [named])):
        yield node
        yield from (inner for further in node.findall(f"{TERMS}isPartOf") for inner in further)


def _name(person: Element) -> str:
    given = person.findtext(f"{FOAF}givenName") or person.findtext(f"{FOAF}givenname") or ""
    return name_of(", ".join(filter(None, [person.findtext(f"{FOAF}surname", ""), given])))


def _files(item: Element, nodes: Nodes) -> Iterator[str]:
    """The paths of the item's attachments, relative to the list: "files/12/Lovelace - 2020 - Frogs.pdf"."""
    for link in item.findall(f"{LINK}link"):
        for attachment in _nodes_of(link, nodes):
            resource = attachment.find(f"{RDF}resource")
            if resource is not None and (path := resource.get(f"{RDF}resource")):
                yield path
