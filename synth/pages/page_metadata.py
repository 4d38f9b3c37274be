"""How a record is cited: in words, in the tags that Google Scholar and Zotero read, and as schema.org has it."""

from collections.abc import Sequence

from synth.models import PublishedRecord, Report
from synth.records.citation import LICENCE_ID, LICENCE_URL, abstract_of, identifiers_of
from synth.settings import SiteSettings


def address_of(path: str, site: SiteSettings) -> str | None:
    """The whole address of a file of the site; None where the site's is not known."""
    return f"{site.address.rstrip('/')}/{path}" if site.address else None


def cited_as(record: PublishedRecord, site: SiteSettings) -> str:
    """A citation of the record in words."""
    day = record.searched_on
    where = f"https://doi.org/{record.doi}" if record.doi else address_of(f"{record.page}/", site)
    title = record.title if record.title.endswith(("?", "!", ".")) else f"{record.title}."
    parts = (f"{record.publisher} ({day.year}).", title, f"{record.record_id}.", f"Searched on {day}.", where)
    return " ".join(part for part in parts if part)


def citation_tags(record: PublishedRecord, site: SiteSettings) -> list[tuple[str, str]]:
    """Names and contents of `<meta>` tags (scholar.google.com/intl/en/scholar/inclusion.html, "Indexing")."""
    pdf = record.pdf and (address_of(record.pdf, site) or record.pdf.removeprefix(f"{record.page}/"))
    tags = (
        ("citation_title", record.title),
        ("citation_author", record.publisher),
        ("citation_publication_date", f"{record.searched_on:%Y/%m/%d}"),
        ("citation_technical_report_institution", record.publisher),
        ("citation_technical_report_number", record.record_id),
        ("citation_language", "en"),
        ("citation_abstract_html_url", address_of(f"{record.page}/", site)),
        ("citation_pdf_url", pdf),
        ("citation_doi", record.doi),
        ("description", record.headline),
        ("DC.rights", record.licence),
        ("DC.identifier", record.record_id),
    )
    keywords = [("citation_keywords", topic) for topic in record.topics]
    return [(name, content) for name, content in (*tags, *keywords) if content]


def listing_data(
    kind: str, name: str, description: str, path: str, records: Sequence[PublishedRecord], site: SiteSettings
) -> dict[str, object]:
    """A page that is no record's as schema.org has it: a WebPage of some kind, with the records that it lists."""
    parts = [
        {
            "@type": "ScholarlyArticle",
            "name": record.title,
            "identifier": record.record_id,
            "url": address_of(f"{record.page}/", site) or f"{record.page}/index.html",
        }
        for record in records
    ]
    entry = {
        "@context": "https://schema.org",
        "@type": kind,
        "url": address_of(path, site),
        "name": name,
        "description": description,
        "inLanguage": "en",
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": address_of("", site) or "index.html"},
        "hasPart": parts,
    }
    return {name: value for name, value in entry.items() if value}


def linked_data(record: PublishedRecord, report: Report, site: SiteSettings) -> dict[str, object]:
    """The record as schema.org/ScholarlyArticle."""
    page = address_of(f"{record.page}/", site)
    entry: dict[str, object | None] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": f"https://doi.org/{record.doi}" if record.doi else page,
        "url": page,
        "name": record.title,
        "headline": record.headline,
        "abstract": " ".join(abstract_of(report)),
        "identifier": record.record_id,
        "inLanguage": "en",
        "datePublished": record.searched_on.isoformat(),
        "dateModified": record.updated.isoformat(),
        "creativeWorkStatus": record.state,
        "publisher": {"@type": "Organization", "name": record.publisher},
        "license": LICENCE_URL if record.licence.startswith(LICENCE_ID) else None,
        "keywords": list(record.topics),
        "citation": list(identifiers_of(report.references)),
        "encoding": record.pdf
        and {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": address_of(record.pdf, site) or record.pdf.removeprefix(f"{record.page}/"),
        },
    }
    return {name: value for name, value in entry.items() if value}
