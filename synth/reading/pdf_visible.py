"""Leave out the text of a PDF page that no reader of it sees: without ink, covered, of its ground's colour, or tiny.

Text without ink (render mode 3, opacity 0) and text below an image are the recognised text of a scan where they are
nearly all that is written on a page of images; beside visible text they are hidden. Whether text in a pale colour, in
that of what lies below it, or with paint over it can be seen is looked up in a rendering of its place.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from synth.reading.pdf_engine import pymupdf

Box = tuple[float, float, float, float]

LEAST_SIZE = 2.5  # points: smaller type looks like a line
PALE = 0xE0  # of 255, in each colour: on paper, paler type is not seen
NEAR = 24  # of 255: colours that differ by less cannot be told apart
SCAN_SHARE = 0.8  # of a page's characters, from which on those without ink are a scan's
COVER = 0.92  # of a line's area
STRIP = 24.0  # points: lines are looked up in strips of this height
MAX_RENDERED = 80  # lines of a page: a map may have thousands of labels, all of them pale
MAX_IMAGES = 100  # of a page
RENDER_SCALE = 1.5  # pixels a point

_INK = pymupdf.mupdf.FZ_STEXT_FILLED | pymupdf.mupdf.FZ_STEXT_STROKED
_TEXT, _VECTOR = pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT, pymupdf.mupdf.FZ_STEXT_BLOCK_VECTOR
_SOFT_MASK = 1  # the place in what get_images gives


def visible_lines(blocks: Sequence[dict[str, Any]], page: pymupdf.Page) -> tuple[list[dict[str, Any]], int]:
    """The lines of a page that can be seen, in their order, and how many others there are.

    `blocks` are the text and the vector blocks of PyMuPDF's "dict", in the order in which they are painted.
    """
    lines = [line for block in blocks if block["type"] == _TEXT for line in block["lines"]]
    images = page.get_images() if lines else []
    hidden = {id(line) for line in lines if _is_without_ink(line)}
    if images:
        hidden |= _under_images(lines, page, all(image[_SOFT_MASK] == 0 for image in images))
        unseen = sum(_length(line) for line in lines if id(line) in hidden)
        if unseen >= SCAN_SHARE * sum(map(_length, lines)):
            hidden = set()
    hidden |= _same_as_ground(blocks, page)
    for line in lines:
        if any(run["size"] < LEAST_SIZE for run in line["spans"]) and id(line) not in hidden:
            line["spans"] = [run for run in line["spans"] if run["size"] >= LEAST_SIZE] or line["spans"]
    return ([line for line in lines if id(line) not in hidden], len(hidden)) if hidden else (lines, 0)


def _length(line: dict[str, Any]) -> int:
    return sum(len(run["text"]) for run in line["spans"])


def _is_without_ink(line: dict[str, Any]) -> bool:
    for run in line["spans"]:
        if run["alpha"] and run["char_flags"] & _INK and run["size"] >= LEAST_SIZE and not run["text"].isspace():
            return False
    return True


def _under_images(lines: Sequence[dict[str, Any]], page: pymupdf.Page, opaque: bool) -> set[int]:
    """Identities of the lines that an image was painted over; none where an image of the page may let them through."""
    if not opaque:
        return set()
    log = page.get_bboxlog()
    images = [(place, box) for place, (kind, box) in enumerate(log) if kind == "fill-image" and _is_large(box)]
    texts: dict[int, list[tuple[int, Box]]] = {}
    if images:
        for place, (kind, box) in enumerate(log):
            if kind.endswith("-text"):
                for strip in _strips(box):
                    texts.setdefault(strip, []).append((place, box))
    covered = set()
    for painted, image in images[:MAX_IMAGES]:
        for line in lines:
            box = line["bbox"]
            if _share_inside(box, image) >= COVER:
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                places = [place for place, text in texts.get(int(y // STRIP), ()) if _holds(text, x, y)]
                if places and max(places) < painted:
                    covered.add(id(line))
    return covered


def _is_large(box: Box) -> bool:
    return box[2] - box[0] > 15 and box[3] - box[1] > 5


def _strips(box: Box) -> range:
    return range(int(max(box[1], -9e3) // STRIP), int(min(box[3], 9e3) // STRIP) + 1)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _share_inside(inner: Box, outer: Box) -> float:
    """The share of a box's area that lies inside another."""
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0


def _same_as_ground(blocks: Sequence[dict[str, Any]], page: pymupdf.Page) -> set[int]:
    """Identities of the lines of whose place a rendering shows one colour only."""
    doubtful: dict[int, Box] = {}
    for line in _doubtful(blocks):
        doubtful[id(line)] = line["bbox"]
        if len(doubtful) == MAX_RENDERED:
            break
    return {identity for identity, box in doubtful.items() if _is_blank(box, page)}


def _doubtful(blocks: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Lines in a pale colour or in that of the paint below them, and those that are painted over."""
    if not any(_is_ground(block) for block in blocks):
        for block in blocks:
            if block["type"] == _TEXT:
                yield from (line for line in block["lines"] if _is_doubtful(line, ()))
        return
    grounds: dict[int, list[tuple[Box, int]]] = {}
    above: dict[int, list[dict[str, Any]]] = {}
    for block in blocks:
        if block["type"] == _TEXT:
            for line in block["lines"]:
                box = line["bbox"]
                strip = int((box[1] + box[3]) / 2 // STRIP)
                above.setdefault(strip, []).append(line)
                if _is_doubtful(line, grounds.get(strip, ())):
                    yield line
        elif _is_ground(block):
            for strip in _strips(block["bbox"]):
                grounds.setdefault(strip, []).append((block["bbox"], block["color"]))
                if block["isrect"]:
                    yield from (
                        line for line in above.get(strip, ()) if _share_inside(line["bbox"], block["bbox"]) >= COVER
                    )


def _is_ground(block: dict[str, Any]) -> bool:
    """Whether a block is paint that text can lie on or under."""
    is_paint = block["type"] == _VECTOR and not block["stroked"] and block["alpha"] > 250
    return is_paint and _is_large(block["bbox"])


def _is_doubtful(line: dict[str, Any], grounds: Sequence[tuple[Box, int]]) -> bool:
    color: int = line["spans"][0]["color"]
    pale = min(color >> 16 & 255, color >> 8 & 255, color & 255) >= PALE
    if not grounds:
        return pale
    x0, y0, x1, y1 = line["bbox"]
    below = [ground for box, ground in grounds if _holds(box, (x0 + x1) / 2, (y0 + y1) / 2)]
    return _are_near(color, below[-1]) if below else pale


def _are_near(color: int, other: int) -> bool:
    return all(abs((color >> shift & 255) - (other >> shift & 255)) < NEAR for shift in (0, 8, 16))


def _is_blank(box: Box, page: pymupdf.Page) -> bool:
    """Whether the middle of a line's height, where each letter has ink, is rendered in one colour."""
    x0, y0, x1, y1 = box
    margin = 0.25 * min(x1 - x0, y1 - y0)
    clip = pymupdf.Rect(x0, y0 + margin, x1, y1 - margin) * page.rotation_matrix
    pixels = page.get_pixmap(
        matrix=pymupdf.Matrix(RENDER_SCALE, RENDER_SCALE),
        clip=clip,
        colorspace=pymupdf.csRGB,
        alpha=False,
        annots=False,
    )
    samples = bytes(pixels.samples)
    return samples != b"" and all(max(samples[c::3]) - min(samples[c::3]) < NEAR for c in range(3))
