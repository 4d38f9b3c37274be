"""A record as an RO-Crate: what its files are, which papers it cites, which program made it from which sources."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from synth.models import Manifest, Paper, Report, ReportReference, Source
from synth.models.csl import DOI, one_line
from synth.models.paper import ABSTRACT_PAGE
from synth.models.run_files import (
    ANSWER,
    BIBLIOGRAPHY,
    CLAIMS,
    CORRECTIONS,
    EVIDENCE,
    MANIFEST,
    PDF,
    PROVENANCE,
    REPORT,
    REVIEW,
    RO_CRATE_METADATA,
    SCREENING,
    TEX,
)
from synth.records.citation import LICENCE_ID, LICENCE_URL, abstract_of, creators_of, standing_of
from synth.records.head import Head
from synth.records.signatures import SIGNATURE_NAME

SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROCESS_RUN = "https://w3id.org/ro/wfrun/process/0.5"
CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "http://schema.org/sha256"}]  # 1.1 does not know sha256

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "tex": "application/x-tex",
    "bib": "application/x-bibtex",
    "jsonl": "application/jsonl",
    "json": "application/json",
    "csv": "text/csv",
    "py": "text/x-python",
    "lean": "text/plain",
    "txt": "text/plain",
}
DESCRIPTIONS = {
    PDF: "The typeset report",
    TEX: "The report as LaTeX",
    REPORT: "The report as content, before typesetting",
    BIBLIOGRAPHY: "The references",
    CLAIMS: "Every claim with its source, spans and verdict, one a line",
    EVIDENCE: "Every passage of evidence for or against a claim, one a line",
    SCREENING: "Every paper found, and what became of it",
    ANSWER: "The answer for scripts: directions, counts, certainty",
    REVIEW: "The standing: reviewers, gates, red team",
    PROVENANCE: "source-provenance-v1: which claim came from which bytes by which code",
    MANIFEST: "paper-manifest-v1.1: what the record is made of, with the SHA-256 of everything",
    CORRECTIONS: "correction-record-v1: what was corrected since",
}

Entity = dict[str, object]


def ro_crate(
    report: Report, manifest: Manifest, head: Head, files: Mapping[str, bytes], named: Sequence[str] = ()
) -> bytes:
    """ro-crate-metadata.json for the files of a record: RO-Crate 1.1, its making told by the Process Run Crate profile.

    `files` are bytes by path, and all of them become part of the crate. Papers are cited as ScholarlyArticle; sources
    that are not on arXiv are told of by their SHA-256 alone.
    """
    people = {name: f"#person-{n}" for n, name in enumerate(_names(report.references), start=1)}
    creators = {name: f"#creator-{n}" for n, name in enumerate(creators_of(manifest, named), start=1)}
    graph: list[Entity] = [
        {
            "@id": RO_CRATE_METADATA,
            "@type": "CreativeWork",
            "about": _link("./"),
            "conformsTo": _link(SPECIFICATION),
        },
        _root(report, manifest, head, files, tuple(creators.values())),
        *(_file(path, data) for path, data in sorted(files.items())),
        *(_paper(reference, people) for reference in report.references),
        {"@id": "#question", "@type": ["CreativeWork", "Question"], "name": one_line(manifest.question.text)},
        *_making(report, manifest, files),
        *_agents(manifest, creators),
        *(_person(name, identifier) for name, identifier in people.items()),
        {"@id": PROCESS_RUN, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {
            "@id": LICENCE_URL,
            "@type": "CreativeWork",
            "name": LICENCE_ID,
            "description": one_line(manifest.licence) or LICENCE_ID,
        },
    ]
    unique = {str(entity["@id"]): entity for entity in reversed(graph)}
    ordered = [unique[identifier] for identifier in dict.fromkeys(str(entity["@id"]) for entity in graph)]
    return (json.dumps({"@context": CONTEXT, "@graph": ordered}, ensure_ascii=False, indent=1) + "\n").encode()


def _root(
    report: Report, manifest: Manifest, head: Head, files: Mapping[str, bytes], creators: Sequence[str]
) -> Entity:
    main = next((path for path in (PDF, TEX) if path in files), None)
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": one_line(report.title),
        "description": " ".join(abstract_of(report)) or one_line(report.title),
        "identifier": manifest.record_id,
        "version": str(head),
        "datePublished": report.made_on.isoformat(),
        "creativeWorkStatus": standing_of(manifest),
        "conformsTo": _link(PROCESS_RUN),
        "license": _link(LICENCE_URL),
        "author": _links(creators),
        "publisher": _link("#publisher"),
        "about": _link("#question"),
        "hasPart": _links(map(_path, sorted(files))),
        "citation": _links(_paper_id(reference.paper) for reference in report.references),
        "mentions": _link("#making"),
    }
    return root | ({"mainEntity": _link(_path(main))} if main else {})


def _file(path: str, data: bytes) -> Entity:
    description = DESCRIPTIONS.get(path)
    return {
        "@id": _path(path),
        "@type": "File",
        "name": path,
        **({"description": description} if description else {}),
        "encodingFormat": MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream"),
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _paper(reference: ReportReference, people: Mapping[str, str]) -> Entity:
    paper = reference.paper
    doi = paper.doi if paper.doi and DOI.fullmatch(paper.doi) else None
    return {
        "@id": _paper_id(paper),
        "@type": "ScholarlyArticle",
        "name": one_line(paper.title) or paper.paper_id,
        "identifier": f"arXiv:{paper.cited_id}" if paper.cited_id else paper.paper_id,
        **({"url": f"{ABSTRACT_PAGE}{paper.cited_id}"} if paper.cited_id else {}),
        **({"sameAs": f"https://doi.org/{quote(doi, safe='/')}"} if doi else {}),
        **({"datePublished": paper.published.isoformat()} if paper.published else {}),
        "author": _links(people[name] for name in map(one_line, paper.authors) if name),
    }


def _making(report: Report, manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[Entity]:
    """The run as one action: synth, with its libraries, made these files from the question and these sources."""
    cited = {reference.paper.paper_id: _paper_id(reference.paper) for reference in report.references}
    sources = [_source(item, cited) for item in manifest.inputs]
    libraries = {name: number for name, number in sorted(manifest.versions.items()) if name != "synth"}
    # what a record says about itself later is no result of the run
    made = sorted(path for path in files if path != CORRECTIONS and not SIGNATURE_NAME.fullmatch(path))
    yield {
        "@id": "#making",
        "@type": "CreateAction",
        "name": "synth answers the question",
        "description": f"{manifest.counts.used} of {manifest.counts.found} papers found are used",
        "startTime": manifest.searched_on.isoformat(),
        "endTime": report.made_on.isoformat(),
        "instrument": _link("#synth"),
        "agent": _link("#publisher"),
        "object": _links(["#question", *(str(source["@id"]) for source in sources)]),
        "result": _links(map(_path, made)),
    }
    yield {
        "@id": "#synth",
        "@type": "SoftwareApplication",
        "name": "synth",
        "version": manifest.versions.get("synth", "unknown"),
        "softwareRequirements": _links(f"#library-{quote(name)}" for name in libraries),
    }
    for name, number in libraries.items():
        yield {
            "@id": f"#library-{quote(name)}",
            "@type": "SoftwareApplication",
            "name": name,
            "version": number,
        }
    yield from sources


def _source(item: Source, cited: Mapping[str, str]) -> Entity:
    """One source whose bytes went into the run; the bytes stay with their authors."""
    about = cited.get(item.paper_id)
    return {
        "@id": f"#source-{item.sha256}-{quote(item.paper_id, safe='')}",
        "@type": "CreativeWork",
        "name": f"{item.paper_id}, as {item.kind}",
        "sha256": item.sha256,
        **({"about": _link(about)} if about else {}),
    }


def _person(name: str, identifier: str) -> Entity:
    return {"@id": identifier, "@type": "Person", "name": name}


def _agents(manifest: Manifest, creators: Mapping[str, str]) -> Iterator[Entity]:
    yield {"@id": "#publisher", "@type": "Organization", "name": one_line(manifest.publisher) or "synth"}
    for name, identifier in creators.items():
        yield {"@id": identifier, "@type": "Person" if "," in name else "Organization", "name": name}


def _names(references: Sequence[ReportReference]) -> tuple[str, ...]:
    found = (one_line(name) for reference in references for name in reference.paper.authors)
    return tuple(dict.fromkeys(name for name in found if name))


def _paper_id(paper: Paper) -> str:
    return f"{ABSTRACT_PAGE}{paper.cited_id}" if paper.cited_id else f"#paper-{quote(paper.paper_id, safe='')}"


def _path(path: str) -> str:
    return quote(path, safe="/")


def _links(identifiers: Iterable[str]) -> object:
    """Links to entities, each once; a single one stands alone, as RO-Crate 1.1 recommends."""
    links = [_link(identifier) for identifier in dict.fromkeys(identifiers)]
    return links[0] if len(links) == 1 else links


def _link(identifier: str) -> dict[str, str]:
    return {"@id": identifier}
