"""Write which characters each font of the typeset report has, from the fonts of this machine.

    python -m benchmarks.font_coverage > synth/rendering/fonts.tsv

The table is committed, so that the same report gives the same .tex on a machine without these fonts.
"""

import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

MAIN = ("LinLibertine_R.otf", "LinLibertine_RI.otf", "LinLibertine_RB.otf")
"""The text font in the styles used: a character counts as covered when all three have it."""

CJK = "NotoSerifCJK-Regular.ttc:2"
"""With its index in the collection, as XeTeX wants it: simplified Chinese."""

PACKAGES = ("fonts-linuxlibertine", "fonts-noto-core", "fonts-noto-cjk", "fonts-symbola")

NOTO_UNWANTED = ("Display", "Slanted", "Unjoined", "Looped", "Kufi", "Nastaliq", "Naskh", "Rashi", "Traditional")
"""Second designs of a script that another Noto font sets. Lam-alef of Noto Naskh reads back from a PDF as U+061D."""


def main() -> None:
    """Print the table: font file, Debian package, TTC index, ranges of code points; first match wins."""
    files = {path.name: (package, path) for package in PACKAGES for path in _font_files(package)}
    noto = [name for name in sorted(files) if _is_wanted_noto(name)]
    serif = [name for name in noto if name.startswith("NotoSerif")]
    scripts = {name.removeprefix("NotoSerif") for name in serif}
    sans = [name for name in noto if name.startswith("NotoSans") and name.removeprefix("NotoSans") not in scripts]
    symbols = [name for name in sans if name.startswith(("NotoSansMath", "NotoSansSymbols"))]
    chain = [
        "NotoSerif-Regular.ttf",
        *(name for name in serif if name != "NotoSerif-Regular.ttf"),
        *(name for name in noto if not name.startswith(("NotoSerif", "NotoSans"))),
        "Symbola_hint.ttf",  # before the CJK font, so that a tick needs none of its 25 MB
        CJK,
        *(name for name in sans if name not in symbols),
        *symbols,
    ]
    main_characters = set.intersection(*(_characters(files[name][1]) for name in MAIN))
    print("# font file, Debian package, ranges of code points; made by python -m benchmarks.font_coverage")
    _print_row(MAIN[0], files[MAIN[0]][0], main_characters)
    for name in chain:
        package, path = files[name.partition(":")[0]]
        characters = _characters(path)
        if ord(" ") in characters:  # XeTeX reports it missing as it loads the font (Noto Sans Tamil Supplement)
            _print_row(name, package, characters)


def _is_wanted_noto(name: str) -> bool:
    tifinagh_variant = name.startswith("NotoSansTifinagh") and name != "NotoSansTifinagh-Regular.ttf"
    unwanted = any(word in name for word in NOTO_UNWANTED)
    return name.startswith("Noto") and name.endswith("-Regular.ttf") and not unwanted and not tifinagh_variant


def _font_files(package: str) -> list[Path]:
    listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=True).stdout
    return [Path(line) for line in listing.splitlines() if line.endswith((".ttf", ".otf", ".ttc"))]


def _characters(path: Path) -> set[int]:
    font = TTFont(path, fontNumber=2 if path.suffix == ".ttc" else -1, lazy=True)
    # Linux Libertine has 600 glyphs of its own in the private use area: there, what a code point means is unknown.
    return {point for point in font.getBestCmap() if unicodedata.category(chr(point)) != "Co"}


def _print_row(name: str, package: str, characters: Iterable[int]) -> None:
    print(name, package, " ".join(_ranges(sorted(characters))), sep="\t")


def _ranges(points: list[int]) -> Iterable[str]:
    start = 0
    for end in range(1, len(points) + 1):
        if end == len(points) or points[end] != points[end - 1] + 1:
            first, last = points[start], points[end - 1]
            yield f"{first:X}" if first == last else f"{first:X}-{last:X}"
            start = end


if __name__ == "__main__":
    main()
