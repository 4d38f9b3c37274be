"""The pages that list records: the index and what it is searched by, research by topic, the feed, the site map."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar, get_args

from synth import __version__
from synth.language.phrasing import shortened
from synth.models import GateStatus, PublishedRecord, Tier
from synth.models.answer import CERTAINTY_RULES
from synth.models.csl import visible
from synth.models.published import RecordSummary
from synth.pages.page_metadata import address_of, listing_data
from synth.rendering.html import render_page
from synth.rendering.phrases import long_date
from synth.report.headline import CERTAINTIES
from synth.review.case import PROVENANCE
from synth.review.red_team import ATTACKERS
from synth.review.standing import dimension_rules, level_rules, tier_rules
from synth.settings import Settings, SiteSettings
from synth.template_folders import template_folders

STATIC = ("style.css", "script.js", "icon.svg")
ABOUT = {
    "index": ("CollectionPage", "All records", "Questions, each answered from the papers that were found for it."),
    "research": ("CollectionPage", "Research by topic", "The same records by what their questions ask about."),
    "verification": ("WebPage", "How records are verified", "The rules and thresholds behind every mark and standing."),
    "about": ("AboutPage", "About these pages", "How records are made, and what their words mean."),
}
"""What each page is, of those that schema.org has; how it is called; what it is about."""
MAX_HEADLINE = 280
MAX_TOPICS = 200
"""Topics that the index can be filtered by, the most frequent ones; the search finds all."""
TOPIC_RECORDS = 500
"""Records on one page of the research by topic."""
NO_TOPIC = "Other questions"
MAX_ENTRIES = 50
"""Records of the feed, which has the newest."""
ORDERS = (
    ("newest", "Newest"),
    ("oldest", "Oldest"),
    ("score", "Score"),
    ("certainty", "Certainty"),
    ("status", "Status"),
    ("tier", "Tier"),
    ("topic", "Topic"),
    ("title", "Title"),
)
"""What script.js sorts the index by."""

Item = TypeVar("Item")


def static_files() -> dict[str, bytes]:
    """Style, script and icon, which every page uses."""
    folder = template_folders("html")[-1] / "site"
    return {name: (folder / name).read_bytes() for name in STATIC}


def listing_files(records: Sequence[PublishedRecord], settings: Settings) -> dict[str, bytes]:
    """All pages but those of the records, which are the newest first, as bytes by their path."""
    site = settings.site
    files = {**_index(records, site), **_research(records, site), **_guide(records, settings)}
    given = {"site": site, "address": lambda path: address_of(path, site)}
    listed = {
        "feed.xml": render_page(
            "site/feed.xml.j2",
            records=records[:MAX_ENTRIES],
            updated=records[0].updated if records else "1970-01-01",
            feed_id=_urn(site.address or site.title),
            entry_id=lambda record: _urn(record.record_id),
            **given,
        ),
        "search.js": _search_script(records),
    }
    if site.address:
        pages = [path for path in sorted(files) if path.endswith(".html")]
        listed["sitemap.xml"] = render_page("site/sitemap.xml.j2", records=records, pages=pages, **given)
    return {path: text.encode() for path, text in (files | listed).items()}


def _index(records: Sequence[PublishedRecord], site: SiteSettings) -> dict[str, str]:
    topics = Counter(topic for record in records for topic in record.topics).most_common(MAX_TOPICS)
    choices = (
        ("status", "Status", [(name, name) for name in get_args(GateStatus)]),
        ("certainty", "Certainty", list(CERTAINTIES.items())),
        ("tier", "Tier", [(name, name) for name in get_args(Tier)]),
        ("topic", "Topic", sorted((topic, f"{topic} ({count})") for topic, count in topics)),
        ("sort", "Sort", ORDERS),
    )
    listed = [record.model_dump(mode="json", include=set(RecordSummary.model_fields)) for record in records]
    return _paged(
        "index",
        records,
        site.page_records,
        site,
        {"records": listed},
        lambda part: part,
        total=len(records),
        choices=choices,
        headline=_headline,
        facts=_facts,
    )


def _research(records: Sequence[PublishedRecord], site: SiteSettings) -> dict[str, str]:
    by_topic = [(topic, record) for record in records for topic in record.topics or (NO_TOPIC,)]
    by_topic.sort(key=lambda item: item[0].casefold())
    topics: dict[str, list[str]] = {}
    for topic, record in by_topic:
        topics.setdefault(topic, []).append(record.page)
    data = {"topics": topics}
    return _paged("research", by_topic, TOPIC_RECORDS, site, data, lambda part: [record for _, record in part])


def _guide(records: Sequence[PublishedRecord], settings: Settings) -> dict[str, str]:
    """The pages that say how records are verified and what the words mean, by the rules in force."""
    origin: dict[str, object] = {
        "records": len(records),
        "publishers": sorted({record.publisher for record in records}),
        "version": __version__,
    }
    rules: dict[str, object] = {
        "checking": settings.checking.model_dump(mode="json"),
        "certainty_rules": CERTAINTY_RULES,
        "attackers": ATTACKERS,
        "levels": level_rules(settings.standing),
        "provenance": PROVENANCE,
        "dimensions": dimension_rules(settings.standing),
        "tiers": tier_rules(settings.standing),
    }
    files = {}
    for name, data in (("verification", rules), ("about", origin)):
        given = {**_described(name, f"{name}.html", (), settings.site), **data, "certainties": CERTAINTIES}
        files[f"{name}.html"] = render_page(f"site/{name}.html.j2", **given)
        files[f"{name}.json"] = json.dumps(data, indent=1)
    return files


def _paged(
    name: str,
    items: Sequence[Item],
    size: int,
    site: SiteSettings,
    data: object,
    records_of: Callable[[Sequence[Item]], Sequence[PublishedRecord]],
    **given: object,
) -> dict[str, str]:
    """A list as pages of so many items, index.html, index-2.html ..., and its data; one page where there is no item."""
    parts = [items[first : first + size] for first in range(0, max(len(items), 1), size)]

    def path(page: int) -> str:
        return f"{name}.html" if page == 1 else f"{name}-{page}.html"

    pages = {
        path(page): render_page(
            f"site/{name}.html.j2",
            **_described(name, path(page), records_of(part), site),
            items=part,
            page=page,
            pages=len(parts),
            path=path,
            **given,
        )
        for page, part in enumerate(parts, start=1)
    }
    return {**pages, f"{name}.json": json.dumps(data, separators=(",", ":"))}


def _described(name: str, path: str, records: Sequence[PublishedRecord], site: SiteSettings) -> dict[str, object]:
    """What every page of a list is given: where it is, what it is, and its data."""
    about = listing_data(*ABOUT[name], path, records, site)
    return {"site": site, "root": "", "here": f"{name}.html", "about": about, "data": f"{name}.json"}


def _search_script(records: Sequence[PublishedRecord]) -> str:
    """What script.js searches: JSON in ASCII, in which nothing ends a script or a line."""
    found = [
        {
            "page": record.page,
            "title": visible(record.title),
            "headline": visible(_headline(record)),
            "facts": _facts(record),
            "date": record.searched_on.isoformat(),
            "status": record.status,
            "certainty": record.certainty,
            "tier": record.tier,
            "score": record.score,
            "topics": record.topics,
            "words": record.words,
        }
        for record in records
    ]
    return f"const RECORDS = {json.dumps(found, separators=(',', ':'))};\n"


def _headline(record: PublishedRecord) -> str:
    return shortened(record.headline, MAX_HEADLINE)


def _facts(record: PublishedRecord) -> list[str]:
    """The line below a record in the index."""
    score = [] if record.score is None else [f"score {record.score:.1f}"]
    state = [] if record.state == "CURRENT" else [record.state.lower()]
    return [
        long_date(record.searched_on),
        *state,
        f"certainty {CERTAINTIES[record.certainty]}",
        f"{record.status}, {record.level}",
        record.tier,
        *score,
        record.record_id,
    ]


def _urn(name: str) -> str:
    """A lasting identifier of a feed or of an entry (RFC 4287, section 4.2.6)."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"synth {name}").urn
