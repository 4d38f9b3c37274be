from synth.reading.pdf_lines import GlyphLine, GlyphRun, read_rows


def run(text: str, x0: float, x1: float, font: str) -> GlyphRun:
    return {"text": text, "font": font, "size": 10.0, "flags": 0, "origin": (x0, 100.0), "bbox": (x0, 92.0, x1, 102.0)}


def line(*runs: GlyphRun) -> GlyphLine:
    return {"bbox": (runs[0]["bbox"][0], 92.0, runs[-1]["bbox"][2], 102.0), "dir": (1.0, 0.0), "spans": list(runs)}


def test_read_rows_puts_a_space_where_font_and_place_change() -> None:
    mixed = line(
        run("the score", 50, 90, "Times"), run("s", 92.5, 97, "CMMI10"), run("is low, f", 99.7, 140, "Times"),
        run("(x)", 140.5, 152, "CMR10"),
    )  # fmt: skip
    rows, rotated = read_rows([mixed], 1)
    assert [row.text for row in rows] == ["the score s is low, f(x)"]
    assert rotated == []


def test_read_rows_closes_small_capitals_that_are_set_apart() -> None:
    letters = [run("C", 50, 56, "Mono"), run("O N F", 56.5, 72.6, "Mono"), run("U", 73.2, 79, "Mono")]
    letters[1]["size"] = 7.6
    panels = [run("Panels", 50, 80, "Times"), run("A B C", 90, 130, "Helvetica")]
    assert [read_rows([line(*runs)], 1)[0][0].text for runs in (letters, panels)] == ["CONFU", "Panels A B C"]


def test_read_rows_closes_letterspaced_words_in_capitals() -> None:
    texts = ["B", " E A T R I C E", " ", "D O E", "2 , 3", " ", ",", " ", "A N N", " ", "J .", " ", "R O E"]
    names = [run(text, 50 + 30 * place, 79 + 30 * place, "Palatino") for place, text in enumerate(texts)]
    names[4] = {**names[4], "size": 6.3, "origin": (170.0, 96.0)}
    panels = [run(text, 50 + 30 * place, 79 + 30 * place, "Arial") for place, text in enumerate(("A B C", " ", "D E"))]
    rows = [read_rows([line(*runs)], 1)[0][0].text for runs in (names, panels)]
    assert rows == ["BEATRICE DOE²,³ , ANN J. ROE", "A B C D E"]


def test_read_rows_keeps_the_spaces_at_the_ends_of_the_pieces_of_a_line() -> None:
    pieces = [
        ("J", 0, 5, 9.0),
        ("OHN", 5, 20, 6.7),
        (" D", 20, 29, 9.0),
        ("OE", 29, 40, 6.7),
        (", M.D., ", 40, 60, 9.0),
    ]
    lines = [
        line({**run(text, x0, x1, "Sans"), "size": size}) for text, x0, x1, size in [*pieces, ("AND", 60, 75, 6.7)]
    ]
    assert read_rows(lines, 1)[0][0].text == "JOHN DOE, M.D., AND"


def test_read_rows_sets_no_space_into_a_formula() -> None:
    lines = [line(run("f ", 50, 58, "CMMI10")), line(run("(", 58, 61, "CMR10")), line(run("x", 61, 66, "CMMI10"))]
    assert read_rows(lines, 1)[0][0].text == "f(x"
