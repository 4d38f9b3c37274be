from collections.abc import Iterator
from datetime import date

import pytest

from synth.models import Asked, Fragment, Grid, ItemList, Paper, Paragraph, QueryRun, Report, ReportSection
from synth.question import parse_question
from synth.report.assembling import compose_report
from synth.report.composing import Composer
from synth.report.framing import limitations
from synth.report.ordering import outline
from synth.report.prose import Quoting, short_name
from synth.report.themes import NEAREST, OTHER, Theme, find_themes
from synth.settings import RenderSettings, SearchSettings, Settings
from synth.stages.judging import without
from tests.examples import checked, claim, document, run_of

COMPARISON = "Does dense retrieval improve accuracy compared with BM25?"
BOTH = "Dense retrieval improves accuracy over BM25 by 9 points."
ONE = "Dense retrieval improves accuracy on every dataset."
OUTCOME = "A larger batch improves accuracy slightly."
MIXED = "Dense retrieval is slower than BM25."
TRAP = "The all-reduce step needs 3 seconds."


def paragraphs(section: ReportSection) -> Iterator[Paragraph]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, ItemList):
            yield from block.items
    for below in section.subsections:
        yield from paragraphs(below)


def fragments(report: Report) -> list[Fragment]:
    return [f for section in report.sections for paragraph in paragraphs(section) for f in paragraph.fragments]


def report_on(question: str, *texts: str, cites: tuple[int, ...] = ()) -> Report:
    claims = tuple(checked(claim(n, texts=texts, cites=cites)) for n in range(len(texts)))
    run = run_of(question, claims)
    return compose_report(run, outline(run), RenderSettings())


def part(report: Report, heading: str) -> ReportSection:
    """A section of the report, or a subsection of its results."""
    results = next(section for section in report.sections if section.heading == "Results")
    return next(section for section in (*report.sections, *results.subsections) if section.heading == heading)


def told(report: Report, heading: str) -> str:
    return " ".join("".join(f.text for f in paragraph.fragments) for paragraph in paragraphs(part(report, heading)))


def counted(report: Report, heading: str) -> dict[str, float]:
    """What a section counts, by name."""
    pieces = [f for paragraph in paragraphs(part(report, heading)) for f in paragraph.fragments]
    return {f.count.name: f.count.value for f in pieces if f.count}


def in_abstract(report: Report) -> dict[str, float]:
    return {f.count.name: f.count.value for paragraph in report.abstract for f in paragraph.fragments if f.count}


def test_outline_tells_answers_from_themes() -> None:
    texts = (BOTH, ONE, OUTCOME, TRAP, MIXED)
    run = run_of(COMPARISON, tuple(checked(claim(n, texts=texts)) for n in range(5)))
    order = outline(run)
    assert [item.claim.text for item in order.answers] == [BOTH]
    assert [item.claim.text for theme in order.themes for item in theme.claims] == [ONE, OUTCOME, TRAP, MIXED]


def test_a_struck_claim_leaves_the_answer_and_is_told_of_at_the_end() -> None:
    run = run_of(COMPARISON, tuple(checked(claim(n, texts=(BOTH, ONE))) for n in range(2)))
    falsified = run.checked[0].claim.claim_id
    struck = without(run, {falsified: "computed 8, reported 9, tolerance 0.5"})
    order = outline(struck)
    report = compose_report(struck, order, RenderSettings())
    assert (order.answers, [item.claim.text for item in order.struck]) == ((), [BOTH])
    assert order.claim_numbers[falsified] == 2
    assert counted(report, "Struck through") == {"struck": 1}
    assert "C2: computed 8, reported 9, tolerance 0.5." in told(report, "Struck through")
    assert "directed papers" not in in_abstract(report)
    assert [row.checked.claim.text for row in report.claims] == [ONE, BOTH]


def test_outline_numbers_every_claim_once_and_every_paper_behind_it() -> None:
    other = document("2002.00002v1")
    items = (
        checked(claim(0), "corroborated", other),
        checked(claim(1)),
        checked(claim(0, "2003.00003v1").model_copy(update={"also_in": ("2004.00004v1",)})),
    )
    order = outline(run_of(COMPARISON, items))
    assert sorted(order.claim_numbers.values()) == [1, 2, 3]
    assert set(order.reference_numbers) == {"2001.00001v1", "2002.00002v1", "2003.00003v1", "2004.00004v1"}
    assert sorted(order.reference_numbers.values()) == [1, 2, 3, 4]


def test_report_says_when_no_paper_answers_and_gives_the_nearest_finding() -> None:
    report = report_on(COMPARISON, ONE, OUTCOME)
    said = "".join(f.text for f in report.abstract[0].fragments)
    assert [name for name in ("“dense retrieval”", "“BM25”", "“accuracy”", ONE) if name not in said] == []
    assert report.answer.headline == said.replace(ONE, f"“{ONE}”").strip()
    assert "directed papers" not in in_abstract(report)


def test_report_counts_the_papers_that_answer() -> None:
    run = run_of(COMPARISON, tuple(checked(claim(0, f"200{n}.0000{n}v1", (BOTH,))) for n in range(1, 4)))
    counts = {**run.answer.counts, "for": 2, "against": 1}
    answer = run.answer.model_copy(update={"counts": counts, "groups": counts, "direction": "mixed"})
    several = run.model_copy(update={"answer": answer})
    expected = {"read": 3, "papers for": 2, "papers against": 1, "directed groups": 3, "groups for": 2}
    assert in_abstract(compose_report(several, outline(several), RenderSettings())).items() >= expected.items()


def test_a_mixed_result_is_not_called_a_clear_one() -> None:
    run = run_of(COMPARISON, tuple(checked(claim(0, f"200{n}.0000{n}v1", (BOTH,))) for n in range(1, 4)))
    counts = {**dict.fromkeys(run.answer.counts, 0), "mixed": 1}
    answer = run.answer.model_copy(update={"counts": counts, "groups": counts, "direction": "mixed"})
    one = run.model_copy(update={"answer": answer})
    headline = compose_report(one, outline(one), RenderSettings()).answer.headline
    assert "Mixed results were read from one of the three papers, and no clear result from the others." in headline
    assert "since only one paper gives a direction." in headline


def test_report_does_not_say_its_answer_twice() -> None:
    report = report_on(COMPARISON, BOTH, ONE)
    sentence = report.answer.headline.partition(": ")[0]
    assert sentence in "".join(f.text for paragraph in report.abstract for f in paragraph.fragments)
    assert sentence not in "".join(f.text for f in fragments(report))


def test_report_on_one_matter_goes_by_theme() -> None:
    report = report_on("dense retrieval", ONE, BOTH)
    results = next(section for section in report.sections if section.heading == "Results")
    assert [section.heading for section in results.subsections] == ["Further findings"]
    assert ONE in report.answer.headline or BOTH in report.answer.headline
    assert in_abstract(report)["checked"] == 2


def test_theme_is_named_by_a_noun_phrase_that_all_its_claims_have() -> None:
    texts = (
        "The quality of region proposals improves recall.",
        "With region proposals the detector is faster.",
        "Accuracy depends on region proposals, as Figure 3 shows.",
        "Training takes a day.",
    )
    items = [checked(claim(n, texts=texts)) for n in range(4)]
    themes = find_themes(parse_question("Which detector is best?"), items, {})
    assert [(theme.name, len(theme.claims)) for theme in themes] == [("region proposals", 3), (OTHER, 1)]


def test_a_theme_that_is_named_in_short_is_spelt_out_and_is_none_if_nobody_says_what_it_is() -> None:
    texts = ("The HA falls.", "On Sundays HA rises.", "We measure HA here.", "Rain is rare.")
    items = [checked(claim(n, f"2001.0000{n}v1", texts)) for n in range(4)]
    asked = parse_question("Do wages fall?")
    assert [theme.name for theme in find_themes(asked, items, {"HA": "home advantage"})] == [
        "home advantage (HA)",
        OTHER,
    ]
    assert [theme.name for theme in find_themes(asked, items, {})] == [OTHER]


def test_the_unit_of_numbers_names_no_theme() -> None:
    texts = ("Wages rise by 37.6 USD PPP.", "Rents rise by 4 USD PPP.", "Fares fall by 2.5 USD PPP.")
    items = [checked(claim(n, f"2001.0000{n}v1", texts)) for n in range(3)]
    assert [theme.name for theme in find_themes(parse_question("Do girls learn?"), items, {})] == [OTHER]


def test_themes_begin_with_the_nearest_claims_and_are_named_by_no_stray_word() -> None:
    texts = tuple(f"The labor of kind {n} pays, as RW shows." for n in range(20))
    items = [checked(claim(n, texts=texts)) for n in range(20)]
    themes = find_themes(parse_question("Do wages fall?"), items, {})
    assert [(theme.name, theme.is_topic, len(theme.claims)) for theme in themes] == [
        (NEAREST, False, 6),
        (OTHER, False, 14),
    ]
    assert themes[0].claims == tuple(items[:6])


def test_brief_report_has_answer_quotations_limits_and_the_papers_it_names() -> None:
    items = tuple(checked(claim(0, f"200{n}.0000{n}v1", (BOTH,))) for n in range(1, 7))
    run = run_of(COMPARISON, items)
    rendering = RenderSettings(brief=True)
    run = run.model_copy(update={"settings": Settings(rendering=rendering)})
    report = compose_report(run, outline(run), rendering)
    assert [section.heading for section in report.sections] == ["The evidence", "Results", "Limitations"]
    assert len(report.claims) == len(report.references) == 6
    cited = {number for f in fragments(report) for number in f.cites}
    assert {one.number for one in report.printed_references} >= cited
    whole = compose_report(run, outline(run), RenderSettings())
    assert whole.printed_references == whole.references


def test_report_quotes_every_claim_once_and_whole() -> None:
    texts = (BOTH, ONE, OUTCOME, TRAP)
    report = report_on(COMPARISON, *texts)
    results = part(report, "Results")
    body = [f.text for paragraph in paragraphs(results) for f in paragraph.fragments if f.kind == "quote"]
    assert sorted(body) == sorted(texts)
    assert [row.checked.claim.text for row in report.claims] == [BOTH, ONE, OUTCOME, TRAP]


def test_report_cites_just_what_it_lists() -> None:
    other = document("2002.00002v1")
    run = run_of(COMPARISON, (checked(claim(0), "corroborated", other), checked(claim(2, "2003.00003v1"))))
    report = compose_report(run, outline(run), RenderSettings())
    cited = {number for f in fragments(report) for number in f.cites}
    cited |= {row.reference for row in report.claims} | {n for row in report.claims for n in row.bearing}
    assert cited == {reference.number for reference in report.references} == {1, 2, 3}


def test_report_shows_a_conflict_with_both_sides() -> None:
    other = document("2002.00002v1", ("Dense retrieval does not beat BM25 on Natural Questions.",))
    item = checked(claim(0), "contradicted", other, 0, "contradicts")
    run = run_of(COMPARISON, (item,))
    report = compose_report(run, outline(run), RenderSettings())
    assert counted(report, "Agreement and conflict") == {"denied": 1}
    shown = told(report, "Agreement and conflict")
    assert [piece for piece in ("C1", "Author2 (2020)", other.text.strip()) if piece not in shown] == []


def test_report_title_is_the_users_else_the_question() -> None:
    run = run_of(COMPARISON, (checked(claim(0)),))
    assert compose_report(run, outline(run), RenderSettings()).title == COMPARISON
    assert compose_report(run, outline(run), RenderSettings(title="Mine")).title == "Mine"


def test_report_keys_are_ascii_and_unique() -> None:
    items = tuple(checked(claim(0, f"200{n}.0000{n}v1")) for n in range(1, 4))
    run = run_of(COMPARISON, items)
    papers = {
        paper_id: paper.model_copy(update={"authors": ("Žofia Ångström",)}) for paper_id, paper in run.papers.items()
    }
    run = run.model_copy(update={"papers": papers})
    keys = [reference.key for reference in compose_report(run, outline(run), RenderSettings()).references]
    assert keys == ["angstrom2020", "angstrom2020a", "angstrom2020b"]


def test_report_without_a_claim_says_so_and_claims_nothing() -> None:
    run = run_of(COMPARISON, ())
    report = compose_report(run, outline(run), RenderSettings())
    said = "".join(f.text for f in report.abstract[0].fragments)
    assert [name for name in ("“dense retrieval”", "“BM25”") if name not in said] == []
    assert "checked" not in in_abstract(report)
    assert (report.claims, report.references) == ((), ())
    assert not any(f.kind == "quote" for f in fragments(report))


@pytest.mark.parametrize(
    ("authors", "named"),
    [
        (("Patrick Lewis", "Ethan Perez", "Aleksandra Piktus"), "Lewis et al. (2020)"),
        (("Laurens van der Maaten", "Geoffrey Hinton"), "van der Maaten and Hinton (2020)"),
        (("Pérez, José M.",), "Pérez (2020)"),
        (("OpenAI",), "OpenAI (2020)"),
        (("The ATLAS Collaboration",), "The ATLAS Collaboration (2020)"),
        (("Martin King Jr.", "Ada Lovelace"), "King and Lovelace (2020)"),
        ((), "“A title that is so long that nobody …” (2020)"),
    ],
)
def test_short_name_calls_a_paper_as_its_readers_do(authors: tuple[str, ...], named: str) -> None:
    title = "A title that is so long that nobody would say all of it"
    paper = Paper(paper_id="2005.11401v4", title=title, authors=authors)
    assert short_name({paper.paper_id: paper}, paper.paper_id) == named


def test_short_name_tells_two_papers_of_the_same_authors_and_year_apart() -> None:
    titles = ("ResMLP: Feedforward networks", "Training data-efficient transformers and distillation")
    authors = ("Hugo Touvron", "Matthieu Cord", "Piotr Bojanowski")
    papers = {f"p{n}": Paper(paper_id=f"p{n}", title=title, authors=authors) for n, title in enumerate(titles)}
    names = [short_name(papers, paper_id) for paper_id in papers]
    assert names == ["Touvron et al. (“ResMLP”)", "Touvron et al. (“Training data-efficient …”)"]


def test_quoting_names_each_paper_where_it_begins_and_stops_at_its_length() -> None:
    texts = tuple(f"Dense retrieval {'really ' * 70}improves accuracy by step {letter}." for letter in "abcde")
    run = run_of("dense retrieval", tuple(checked(claim(n, texts=texts)) for n in range(5)))
    order = outline(run)
    found = Quoting(run, order).passages([*run.checked])
    ((paper, quoted),) = found.papers
    assert (paper.text, len(quoted), len(found.more)) == ("Author1 (2020)", 3, 2)
    left = sorted(order.claim_numbers[item.claim.claim_id] for item in found.more)
    assert found.named.text == f"C{left[0]}, C{left[1]}"


def test_report_tells_which_paper_bears_a_statement_out() -> None:
    other = document("2002.00002v1")
    items = (checked(claim(0), "corroborated", other),)
    run = run_of(COMPARISON, items)
    report = compose_report(run, outline(run), RenderSettings())
    assert counted(report, "Agreement and conflict") == {"borne out": 1}
    shown = told(report, "Agreement and conflict")
    assert [
        piece for piece in ("C1", "Author2 (2020)", other.sections[0].sentences[1].text) if piece not in shown
    ] == []


def test_abstract_quotes_no_finding_of_too_great_a_length() -> None:
    long = f"Dense retrieval {'really ' * 140}improves accuracy."
    for texts, quoted in (((long, ONE), [ONE]), ((long,), [])):
        report = report_on("dense retrieval", *texts)
        pieces = [f for paragraph in report.abstract for f in paragraph.fragments]
        assert [f.text for f in pieces if f.kind == "quote"] == quoted


def test_limitations_name_the_themes_that_rest_on_one_paper() -> None:
    run = run_of("dense retrieval", (checked(claim()), checked(claim(paper_id="2002.00002v1"))))
    thin = Theme(name="thin", claims=run.checked[:1])
    order = outline(run).model_copy(update={"themes": (Theme(name="broad", claims=run.checked), thin)})
    points = [
        f.text for paragraph in paragraphs(limitations(run, order, Composer(run, order))) for f in paragraph.fragments
    ]
    assert any("“thin”" in point for point in points)
    assert not any("“broad”" in point for point in points)


def test_limitations_say_once_that_all_comes_from_one_paper() -> None:
    report = report_on("dense retrieval", ONE, BOTH)
    assert counted(report, "Limitations").items() >= {"papers": 1, "checked": 2}.items()
    assert "“" not in told(report, "Limitations")  # a theme's name stands in quotation marks


def test_methodology_tells_all_that_it_takes_to_repeat_the_run() -> None:
    run = run_of(COMPARISON, (checked(claim()),))
    query = QueryRun(search_query='(ti:"bm25")', searched_on=date(2026, 11, 21), total=7, received=5)
    searching = SearchSettings(since=date(2020, 1, 1), categories=("cs.CL", "cs.IR"), max_papers=12)
    asked = Asked(sources=("papers", "arxiv"), papers=("theirs",))
    settings = Settings(search=searching)
    run = run.model_copy(update={"asked": asked, "queries": (query,), "settings": settings})
    report = compose_report(run, outline(run), RenderSettings())
    text = told(report, "Methodology")
    facts = ("“theirs”", "arXiv", "2020-01-01", "cs.CL", "cs.IR", "synth 0.1.0")
    assert [fact for fact in facts if fact not in text] == []
    expected = {"wanted": 60, "search.max_papers": 12, "search.min_relevance": 0.02, "claims.max_claims": 60}
    assert counted(report, "Methodology").items() >= expected.items()
    section = next(section for section in report.sections if section.heading == "Methodology")
    grid = next(block for block in section.blocks if isinstance(block, Grid))
    assert grid.rows == (('(ti:"bm25")', "arXiv", "2026-11-21", "7", "5", "0"),)


def test_limitations_name_one_group_behind_most_claims() -> None:
    run = run_of(COMPARISON, tuple(checked(claim(paper_id=f"200{n}.00001v1")) for n in range(1, 4)))
    authors = (("Ada Abel", "Ben Bohr"), ("Ben Bohr", "Cy Cole"), ("Di Dunn",))
    papers = {
        paper_id: paper.model_copy(update={"authors": names})
        for (paper_id, paper), names in zip(run.papers.items(), authors, strict=True)
    }
    run = run.model_copy(update={"papers": papers})
    report = compose_report(run, outline(run), RenderSettings())
    assert counted(report, "Limitations").items() >= {"findings": 2, "checked": 3, "papers": 2}.items()
    assert "Ben Bohr" in told(report, "Limitations")


def test_limitations_say_nothing_of_what_does_not_weaken_the_run() -> None:
    found = tuple(checked(claim(paper_id=f"200{n}.00001v1"), "verified", document()) for n in range(1, 3))
    run = run_of(COMPARISON, found)
    text = told(compose_report(run, outline(run), RenderSettings()), "Limitations")
    assert "×" not in text
    assert "authors" not in text


def test_quotations_of_two_papers_stand_apart() -> None:
    texts = ("Dense retrieval is fast.", "Dense retrieval is exact.")
    items = (checked(claim(0, texts=texts)), checked(claim(1, "2002.00002v1", texts)))
    run = run_of("dense retrieval", items)
    report = compose_report(run, outline(run), RenderSettings())
    items_printed = ["".join(f.text for f in item.fragments) for item in paragraphs(part(report, "Results"))]
    assert "Author1 (2020): Dense retrieval is fast." in items_printed
    assert "Author2 (2020): Dense retrieval is exact." in items_printed


def test_a_question_that_is_no_sentence_is_not_answered_by_yes() -> None:
    report = report_on("Effect of shade on bleaching", "Shade has an effect on bleaching in all plots.")
    said = "".join(f.text for f in report.abstract[0].fragments)
    assert "yes" not in said
    assert "finds an effect" in said


@pytest.mark.parametrize(
    ("papers", "directed", "ends"),
    [(4, 2, ", but from few papers."), (4, 3, "Yes."), (8, 3, ", but most papers are unclear.")],
)
def test_a_verdict_says_how_far_it_goes(papers: int, directed: int, ends: str) -> None:
    run = run_of(COMPARISON, tuple(checked(claim(0, f"20{n:02}.0000{n}v1", (BOTH,))) for n in range(1, papers + 1)))
    counts = {**dict.fromkeys(run.answer.counts, 0), "for": directed, "unclear": papers - directed}
    answer = run.answer.model_copy(update={"counts": counts, "groups": counts, "direction": "for"})
    several = run.model_copy(update={"answer": answer})
    headline = compose_report(several, outline(several), RenderSettings()).answer.headline
    assert ends in headline.partition(" A clear result")[0]
