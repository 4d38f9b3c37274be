"""A stand-in for arXiv's OAI-PMH on this machine: records in the form arXivRaw, page by page, and its failures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.integration.arxiv_server import Answer, ArxivServer, Fault, Handler
from tests.integration.loopback import listening

TODAY = "2026-04-12"


@dataclass(frozen=True)
class Record:
    """A paper as OAI-PMH has it; `changed` is its datestamp, `versions` their dates in order."""

    arxiv_id: str
    title: str = "On dense retrieval"
    abstract: str = "  We study it.\n"
    authors: str = 'Ada Lovelace, Grace Hopper (Navy) and J\\"org M\\"uller'
    categories: str = "cs.IR cs.CL"
    sets: tuple[str, ...] = ("cs",)
    changed: date = date(2024, 1, 1)
    versions: tuple[str, ...] = ("Mon, 2 Apr 2007 19:18:42 GMT",)
    deleted: bool = False
    metadata: str | None = None


class OaiServer(ArxivServer):
    """Records in the order of their days of change; a token is the number of the record that comes next."""

    def __init__(self, *records: Record) -> None:
        super().__init__(())
        self.records = list(records)
        self.page_size = 2
        self.known_tokens = True

    @property
    def environ(self) -> dict[str, str]:
        """The variables that send a harvest to this server, without a wait between its requests."""
        return {"SYNTH_ARXIV_OAI_URL": f"{self.url}/oai", "SYNTH_ARXIV_INTERVAL_S": "0"}

    def answer(self, path: str) -> Answer:
        """The right answer to a request."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        if urlsplit(path).path != "/oai" or asked.pop("verb", "") != "ListRecords":
            return Answer(b"<html>Not found</html>", 404, "text/html")
        token = asked.pop("resumptionToken", None)
        if token is None:
            if asked.get("metadataPrefix") != "arXivRaw":
                return oai('<error code="cannotDisseminateFormat">No such form</error>')
            selection = f"{asked.get('from', '')}|{asked.get('set', '')}"
            start = 0
        elif asked or not self.known_tokens:
            return oai('<error code="badResumptionToken">The token has expired</error>')
        else:
            selection, _, number = token.rpartition("|")
            start = int(number)
        since, _, set_name = selection.partition("|")
        chosen = [
            record
            for record in sorted(self.records, key=lambda record: record.changed)
            if record.changed.isoformat() >= since and (not set_name or set_name in record.sets)
        ]
        if not chosen:
            return oai('<error code="noRecordsMatch"/>')
        end = start + self.page_size
        following = f"{selection}|{end}" if end < len(chosen) else ""
        token_element = (
            f'<resumptionToken cursor="{start}" completeListSize="{len(chosen)}">{following}</resumptionToken>'
        )
        return oai(f"<ListRecords>{''.join(map(_record, chosen[start:end]))}{token_element}</ListRecords>")


@contextmanager
def harvestable(*records: Record) -> Iterator[OaiServer]:
    """Serve records on a free port of this machine until the block ends."""
    server = OaiServer(*records)
    with listening(Handler, server.stopped, arxiv=server) as address:
        server.url = address
        yield server


def oai(content: str, status: int = 200) -> Answer:
    """An answer of OAI-PMH with some content."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>{TODAY}T00:00:00Z</responseDate><request>http://oaipmh.arxiv.org/oai</request>{content}</OAI-PMH>"
    )
    return Answer(body.encode(), status, "text/xml")


def sending(answer: Answer) -> Fault:
    """Some other answer in place of the right one."""
    return lambda handler, _: handler.send(answer)


def _record(record: Record) -> str:
    status = ' status="deleted"' if record.deleted else ""
    header = (
        f"<header{status}><identifier>oai:arXiv.org:{record.arxiv_id}</identifier>"
        f"<datestamp>{record.changed.isoformat()}</datestamp><setSpec>{record.sets[0]}</setSpec></header>"
    )
    if record.deleted:
        return f"<record>{header}</record>"
    versions = "".join(
        f'<version version="v{number}"><date>{day}</date><size>8kb</size></version>'
        for number, day in enumerate(record.versions, start=1)
    )
    metadata = record.metadata or (
        f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{record.arxiv_id}</id><submitter>A. L.</submitter>{versions}'
        f"<title>{escape(record.title)}</title><authors>{escape(record.authors)}</authors>"
        f"<categories>{record.categories}</categories><comments>8 pages</comments><doi>10.1000/x</doi>"
        f"<journal-ref>J. 1 (2007)</journal-ref><abstract>{escape(record.abstract)}</abstract></arXivRaw>"
    )
    return f"<record>{header}<metadata>{metadata}</metadata></record>"
