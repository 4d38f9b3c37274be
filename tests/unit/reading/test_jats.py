from pathlib import Path

import pytest

from synth.errors import ReadingError
from synth.models import Document, Source
from synth.reading import read_paper, read_source
from synth.settings import ReadingSettings

ARTICLE = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2 20190208//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front>
<journal-meta><journal-title-group><journal-title>Journal of Tunnels</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1000/frogs.7</article-id>
<title-group><article-title>Tunnels for <italic>Rana temporaria</italic></article-title></title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Webb</surname><given-names>Ann B.</given-names></name></contrib>
<contrib contrib-type="author"><collab>The Frog Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Nobody</surname><given-names>N.</given-names></name></contrib>
</contrib-group>
<pub-date pub-type="epub"><year>2019</year></pub-date><pub-date pub-type="collection"><year>2020</year></pub-date>
<abstract><sec><title>Results</title><p>Tunnels reduced the deaths of frogs by 51 percent in two years.</p></sec></abstract>
<abstract abstract-type="teaser"><p>Frogs like tunnels, as this teaser tells everybody.</p></abstract>
</article-meta></front>
<body><sec><label>1</label><title>Introduction</title>
<p>Roads kill many frogs each spring <xref ref-type="bibr" rid="r2">[2]</xref>, and a fence alone does not help them.
<fig><label>Figure 1</label><caption><p>The site seen from above.</p></caption></fig>
It was built in 1990.<xref ref-type="fn" rid="f1">*</xref></p>
<p>We found that frogs avoid tunnels of <inline-formula><tex-math>$x^2$</tex-math></inline-formula> metres.</p>
<list><list-item><p>Tunnels were dry in the first summer of the study.</p></list-item></list></sec>
<sec><title>Results</title><p>Deaths fell.</p>
<table-wrap id="t1"><label>Table 1</label><caption><p>Deaths by year.</p></caption><table>
<thead><tr><th rowspan="2">Site</th><th colspan="2">Deaths</th></tr><tr><th>2017</th><th>2018</th></tr></thead>
<tbody><tr><td>North</td><td>40</td><td>19</td></tr></tbody></table></table-wrap></sec></body>
<back><ack><p>We thank the frogs.</p></ack><fn-group><fn id="f1"><p>The fence was older than that.</p></fn></fn-group>
<ref-list><ref id="r1"><element-citation><name><surname>Lee</surname><given-names>J</given-names></name>
<article-title>Fences</article-title><source>Roads</source><year>1999</year></element-citation></ref>
<ref id="r2"><mixed-citation>Ng P, Kim S. 2004 Frogs on roads. arXiv:2001.00001, doi 10.1000/roads.1</mixed-citation></ref>
</ref-list></back></article>
"""


def read(xml: str) -> Document:
    source = Source(paper_id="doi:10.1000/frogs.7", kind="jats", sha256="", origin="")
    return read_source(xml.encode(), source, ReadingSettings())


def test_read_paper_reads_jats(tmp_path: Path) -> None:
    (tmp_path / "frogs.xml").write_text(ARTICLE)
    paper = read_paper(tmp_path / "frogs.xml")

    assert (paper.title, paper.authors) == ("Tunnels for Rana temporaria", ("Ann B. Webb", "The Frog Group"))
    assert (paper.year, paper.venue, paper.doi) == (2019, "Journal of Tunnels", "10.1000/frogs.7")
    assert paper.abstract == "Tunnels reduced the deaths of frogs by 51 percent in two years."
    assert [(each.heading, each.number, each.role) for each in paper.sections if each.sentences] == [
        ("Results", None, "abstract"),
        ("Introduction", "1", "introduction"),
        ("Results", None, "result"),
        ("Acknowledgements", None, "acknowledgement"),
    ]
    sentences = {each.text: each for section in paper.sections for each in section.sentences}
    cited = sentences["Roads kill many frogs each spring [2], and a fence alone does not help them."]
    assert cited.citations == (2,)
    assert [paper.text[span.start : span.end] for span in cited.spans] == [cited.text]
    assert "It was built in 1990." in sentences
    assert sentences["Tunnels were dry in the first summer of the study."].unfit is None
    assert [each.unfit for text, each in sentences.items() if "avoid tunnels" in text] != [None]
    assert [each.text for each in paper.footnotes] == ["The fence was older than that."]
    assert "The site seen from above." in [each.text for each in paper.captions]
    table = paper.tables[0]
    assert (table.caption, table.header_rows) == ("Table 1. Deaths by year.", 2)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Site", "Deaths", "Deaths"],
        ["Site", "2017", "2018"],
        ["North", "40", "19"],
    ]
    assert [each.text for each in paper.references] == [
        "Lee J, Fences, Roads, 1999",
        "Ng P, Kim S. 2004 Frogs on roads. arXiv:2001.00001, doi 10.1000/roads.1",
    ]
    assert (paper.references[1].arxiv_id, paper.references[1].doi) == ("2001.00001", "10.1000/roads.1")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (ARTICLE.replace('"JATS.dtd">', '"JATS.dtd" [<!ENTITY a "aaaa">]>'), "entities of its own"),
        (ARTICLE[: len(ARTICLE) // 2], "broken off or not well-formed"),
        ("<article>" + "<sec>" * 500 + "</sec>" * 500 + "</article>", "nested too deeply"),
        ("<article><front/></article>", "without text"),
        ("<html><article/></html>", "not an article in JATS"),
    ],
)
def test_read_source_refuses_what_is_no_article(xml: str, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        read(xml)


def test_read_source_takes_no_marks_of_its_own_from_an_article() -> None:
    forged = ARTICLE.replace("Deaths fell.", "Deaths fell \ue000\ue011\ue001 by half in the second year.")
    paper = read_paper_of(forged)

    assert "Deaths fell by half in the second year." in paper


def read_paper_of(xml: str) -> list[str]:
    document = read(xml)
    return [each.text for section in document.sections for each in section.sentences]


def test_read_source_takes_the_abbreviation_of_a_journal_without_a_title() -> None:
    title = "<journal-title-group><journal-title>Journal of Tunnels</journal-title></journal-title-group>"
    short = '<journal-id journal-id-type="publisher-id">x</journal-id><journal-id journal-id-type="nlm-ta">J Tunnels</journal-id>'

    assert read(ARTICLE.replace(title, short)).venue == "J Tunnels"
