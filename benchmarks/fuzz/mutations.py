"""Inputs changed at random: bytes, chunks, tokens, numbers, nesting, repetition, encodings."""

import random
import re
from collections.abc import Callable, Sequence

TOKEN = re.compile(rb"\\[A-Za-z@]+|[A-Za-z]+|\d+(?:\.\d+)?|\s+|[^\sA-Za-z\d]")
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
NUMBERS = (b"0", b"-1", b"1e308", b"1e-400", b"NaN", b"9" * 400, b"2147483648", b"0." + b"3" * 400, "٣²".encode())
BRACKETS = (
    (b"{", b"}"), (b"[", b"]"), (b"(", b")"), (b"$", b"$"), (b"<<", b">>"), (b"<a>", b"</a>"), (b'{"a":', b"}"),
    (b"\\textbf{", b"}"), (b"\\frac{1}{", b"}"), (b"\\section{", b"}"), (b"\\iftrue ", b"\\fi "), (b"%", b"\n"),
    (b"\\begin{itemize}\\item ", b"\\end{itemize}"), (b"\\begin{tabular}{cc}a&", b"\\end{tabular}"),
)  # fmt: skip
NASTY = (
    b"\\def\\a{\\a\\a}\\a", b"\\newcommand{\\b}[9]{#1#2#9}\\b", b"\\input{main}", b"\\verb|", b"\\\\", b"#1", b"^^5c",
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u202e".encode(), "\u0301".encode() * 50, b"\r", b"\x1b[2J",
    b"&", b"~", b"%", b"\\end{document}", b"\\begin{document}", b"\\multicolumn{99999}{c}{x}", b"\\multirow{-9}{*}{x}",
    b"@string{a = a # a}", b"<!DOCTYPE a [<!ENTITY b 'bb'>]>", b"&b;", b"stream\n", b"endobj", b"null", b"../", b"NaN",
)  # fmt: skip
MAX_NEST = 3_000
SMALL_BYTES, HUGE_BYTES = 100_000, 4_000_000
HUGE_SHARE = 0.02  # of the inputs; each takes a hundred times as long

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def mutated(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A seed after one to four changes, of bounded size; `seeds` lend their tokens and chunks."""
    most = HUGE_BYTES if choose.random() < HUGE_SHARE else SMALL_BYTES
    for _ in range(choose.choice((1, 1, 2, 4))):
        data = choose.choice(MUTATIONS)(choose, data, seeds)
        if most == HUGE_BYTES:
            data = repeated(choose, data, seeds, most)
        data = data[:most]
    return data


def flipped(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A few bytes are others."""
    changed = bytearray(data)
    for _ in range(choose.randint(1, 8) if data else 0):
        changed[choose.randrange(len(changed))] = choose.randrange(256)
    return bytes(changed)


def truncated(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """The end, or the beginning, is gone."""
    place = choose.randrange(len(data) + 1)
    return data[:place] if choose.random() < 0.7 else data[place:]


def cut(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A chunk is gone."""
    start, end = _chunk(choose, data)
    return data[:start] + data[end:]


def spliced(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A chunk of another seed, or of this one, stands in it."""
    other = choose.choice((data, *seeds[:1], choose.choice(seeds)))
    start, end = _chunk(choose, other)
    place = choose.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def repeated(choose: random.Random, data: bytes, seeds: Sequence[bytes], most: int = SMALL_BYTES) -> bytes:
    """A chunk stands many times where it stood once."""
    start, end = _chunk(choose, data, most=choose.choice((1, 4, 40, 400)))
    times = min(choose.choice((10, 1_000, 100_000, 1_000_000)), max(0, most - len(data)) // max(1, end - start))
    return data[:end] + data[start:end] * times + data[end:]


def retokened(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Tokens are swapped, doubled, left out, or put in from another seed."""
    tokens = TOKEN.findall(data[:SMALL_BYTES])
    others = TOKEN.findall(choose.choice(seeds)[:SMALL_BYTES]) or [b" "]
    for _ in range(choose.randint(1, 20) if tokens else 0):
        place, kind = choose.randrange(len(tokens)), choose.randrange(4)
        if kind == 0:
            tokens[place] = choose.choice(others)
        elif kind == 1:
            tokens[place] *= 2
        elif kind == 2:
            tokens[place] = b""
        else:
            other = choose.randrange(len(tokens))
            tokens[place], tokens[other] = tokens[other], tokens[place]
    return b"".join(tokens) + data[SMALL_BYTES:]


def renumbered(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Some numbers are extreme ones."""
    number, share = choose.choice(NUMBERS), choose.choice((0.02, 0.2, 1.0))
    return NUMBER.sub(lambda found: number if choose.random() < share else found[0], data)


def nested(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A chunk stands within many brackets, not all of which need to close."""
    opening, closing = choose.choice(BRACKETS)
    depth = choose.choice((5, 60, 1_000, MAX_NEST))
    start, end = _chunk(choose, data, most=200)
    closed = choose.choice((depth, depth, 0, depth - 1))
    return data[:start] + opening * depth + data[start:end] + closing * closed + data[end:]


def nasty(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """What is known for trouble stands somewhere."""
    for _ in range(choose.randint(1, 5)):
        place = choose.randrange(len(data) + 1)
        data = data[:place] + choose.choice(NASTY) + data[place:]
    return data


def recoded(choose: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """The text is in another encoding, or has other line ends."""
    text = data.decode("utf-8", "replace")
    kind = choose.randrange(5)
    if kind == 0:
        return text.encode("utf-16")
    if kind == 1:
        return text.encode("latin-1", "replace")
    if kind == 2:
        return text.encode("utf-8-sig")
    if kind == 3:
        return data.decode("latin-1").encode()
    return data.replace(b"\n", choose.choice((b"\r", b"\r\n", "\u2028".encode(), b"")))


def _chunk(choose: random.Random, data: bytes, most: int = 20_000) -> tuple[int, int]:
    start = choose.randrange(len(data) + 1)
    return start, min(len(data), start + choose.randint(1, most))


MUTATIONS: tuple[Mutation, ...] = (
    flipped,
    truncated,
    cut,
    spliced,
    repeated,
    retokened,
    renumbered,
    nested,
    nasty,
    recoded,
)
