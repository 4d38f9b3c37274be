"""Cut a paper's body into blocks, numbered as LaTeX does: headings, paragraphs, captions, tables, reference lists."""

import re
from collections.abc import Mapping

from synth.reading.latex_columns import ColumnType, column_types
from synth.reading.latex_commands import names
from synth.reading.latex_counters import LEVELS, Counters
from synth.reading.latex_declarations import (
    DECLARATIONS,
    capitalises_names,
    counter_names,
    declare,
    label_formats,
    own_labels,
    read_declaration,
)
from synth.reading.latex_floats import FLOATS, NOTES, NUMBERED_MATH
from synth.reading.latex_front_commands import FRONT
from synth.reading.latex_inline import math_end
from synth.reading.latex_items import LISTS, List, inline_item, open_list, stands_apart
from synth.reading.latex_layout import LatexHeading, LatexParagraph, Layout, ReferenceList
from synth.reading.latex_loose import LOOSE, Loose
from synth.reading.latex_scanner import environment_end, find, has_words, next_character, optional
from synth.reading.latex_signature import arguments
from synth.reading.latex_tables import TABULAR_ENVIRONMENTS
from synth.reading.latex_typed import (
    MAX_TYPED,
    REFERENCES_TYPED,
    RUN_IN_THEOREM,
    STRUCTURED,
    TITLE_PAGE,
    run_in_heading,
    typed_heading,
    typed_theorem,
)
from synth.reading.latex_vocabulary import MATH_ENVIRONMENTS

_DROPPED = names("blocks left out")
_REFERENCE_LISTS = frozenset("thebibliography references biblist thebibliography* bibdiv".split())
_PARAGRAPHS = frozenset("quote quotation center flushleft flushright verse displayquote multicols titlepage".split())
_ABSTRACTS = frozenset("abstract abstracts Abstract abst onecolabstract summary ABSTRACT".split())
_ACKNOWLEDGEMENTS = frozenset("acknowledgements acknowledgments acknowledgement acknowledgment acks ack".split())
_LABEL_END = ": "
MAX_HEADING = 2_000  # code points
MAX_CLOSING = 1_500  # code points between \author and \endauthor
_NEXT_GROUP = re.compile(r"\s*(?=\{)")
_MARK = re.compile(
    rf"""
      \\(?P<head>{"|".join(sorted(LEVELS, key=len, reverse=True))})(?![A-Za-z@])(?P<star>\*?)
    | \\begin\s*\{{(?P<begin>[^{{}}]*)\}}
    | \\end\s*\{{(?P<end>[^{{}}]*)\}}
    | \\(?P<word>item|itemitem|par|{"|".join(NOTES)}|{"|".join(LOOSE)}|label|appendix|abstracts?
        |Abstract|abst|endabstract|endpage|name|acknowledgments|acknowledgements|acknowledgement|proclaim
        |twocolumn|endproclaim|ref|{"|".join(DECLARATIONS)}
        |{"|".join(sorted(FRONT, key=len, reverse=True))})(?![A-Za-z@])\*?
    | (?P<math>\$\$?|\\\(|\\\[)
    | \\.
    | (?P<blank>\n[ \t]*\n\s*)
    """,
    re.VERBOSE | re.DOTALL,
)


def split_blocks(body: str, document_class: str, preamble: str = "") -> Layout:
    """The blocks of an expanded body, free of comments; theorems declared in the preamble count."""
    splitter = _Splitter(document_class, "\\chapter" in body, column_types(preamble + body))
    declare(preamble, splitter.counters)
    splitter.enumitem = re.search(r"\{[^{}]*enumitem[^{}]*\}", preamble) is not None
    splitter.structured = STRUCTURED.search(body) is not None
    splitter.split(body)
    splitter.flush()
    splitter.layout.labels.places.update(own_labels(body))
    splitter.layout.labels.names.update(counter_names(preamble + body, splitter.counters))
    splitter.layout.labels.capital = capitalises_names(preamble)
    splitter.layout.labels.formats = label_formats(preamble)
    return splitter.layout


class _Splitter:
    def __init__(self, document_class: str, has_chapters: bool, types: Mapping[str, ColumnType]) -> None:
        self.layout = Layout()
        self.structured = True
        self._document_class = document_class
        self.counters = Counters(document_class, has_chapters)
        self._numbered = Loose(self.layout, self.counters, types)
        self._buffer: list[str] = []
        self._since = 0  # pieces of it that stand before the last table or caption
        self._theorems: list[tuple[str, tuple[str, str]]] = []
        self._run_in: str | None = None
        self._in_abstract = False
        self._title = ""  # of the heading that labels now stand under
        self._lists: list[List] = []
        self.enumitem = False

    def flush(self) -> None:
        """End the paragraph at hand."""
        latex = "".join(self._buffer)
        self._buffer, self._since = [], 0
        if not latex.strip():
            return
        if len(latex) < MAX_TYPED and REFERENCES_TYPED.fullmatch(latex):
            self.layout.blocks.append(LatexHeading("References", 1, None))
            return
        if not self.structured:
            if not any(isinstance(block, LatexHeading) for block in self.layout.blocks):
                latex = TITLE_PAGE.sub("", latex)
            heading = typed_heading(latex)
            if heading:
                self.layout.blocks.append(heading)
                return
        environment = self._theorems[-1][0] if self._theorems else self._run_in
        if environment is None:
            environment, latex = typed_theorem(latex)
        if environment is None:
            run_in, latex = run_in_heading(latex)
            if run_in and not self._lists:  # in a list it is a label, which the text behind the list is not under
                self.layout.blocks.append(run_in)
        self.layout.blocks.append(LatexParagraph(latex, environment))

    def split(self, latex: str) -> None:
        """Take in a text; the paragraph at its end stays open."""
        at = 0
        while match := _MARK.search(latex, at):
            self._buffer.append(latex[at : match.start()])
            at = self._mark(match, latex)
        self._buffer.append(latex[at:])

    def _mark(self, match: re.Match[str], latex: str) -> int:
        """Do what a mark asks for; the place to go on from."""
        at = match.end()
        if match["blank"]:
            self.flush()
            return at
        if match["head"]:
            return self._heading(match["head"], match["star"] == "*", latex, match.start(), at)
        if match["begin"] is not None:
            return self._begin(match["begin"].strip(), latex, match.start(), at)
        if match["end"] is not None:
            return self._end(match["end"].strip(), match[0], at)
        if match["math"]:
            return self._math(match["math"], latex, match.start(), at)
        if match["word"]:
            return self._word(match["word"], latex, match.start(), at)
        self._buffer.append(match[0])
        return at

    def _heading(self, command: str, starred: bool, latex: str, start: int, at: int) -> int:
        closing = re.compile(rf"(?P<text>[^\n]*?(?:\n[^\n]+?)?)\\end{command}\b").match(latex, at, at + MAX_HEADING)
        if closing:
            text, end = closing["text"], closing.end()
        elif command == "beginsection":
            line = re.compile(r"([^\n]*)").match(latex, at)
            text, end = (line[1].replace("\\par", ""), line.end()) if line else ("", at)
        elif command in {"head", "heading", "specialhead", "subhead", "subsubhead"}:
            self._buffer.append(latex[start:at])
            return at
        else:
            found, end = arguments(latex, at, "om")
            text = found[1] or ""
            if len(text) > MAX_HEADING:  # its brace was never closed
                return at
        self.flush()
        level = self.counters.level(command)
        theorem = RUN_IN_THEOREM.match(text) if level >= 4 else None
        self._run_in = theorem["name"].lower() if theorem else None
        if theorem:  # "\\paragraph{Proof:}" (math/0504298)
            return end
        number = None if starred or closing or self._in_abstract else self.counters.heading(command)
        self._title = re.sub(r"\\label\s*\{[^{}]*\}", "", text)
        for label in re.findall(r"\\label\s*\{([^{}]*)\}", text):
            self._label(label.strip())
        self.layout.blocks.append(LatexHeading(self._title, level + self._in_abstract, number))
        return end

    def _begin(self, name: str, latex: str, start: int, at: int) -> int:
        plain = name.rstrip("*")
        if plain in MATH_ENVIRONMENTS:
            ends = environment_end(latex, at, name)
            if ends is None:
                self._buffer.append(latex[start:at])
                return at
            if plain in NUMBERED_MATH:
                self._numbered.number_equations(latex[at : ends[0]], plain, name != plain)
            self._buffer.append(latex[start : ends[1]])
            return ends[1]
        if plain in FLOATS or name in TABULAR_ENVIRONMENTS or plain in _DROPPED or name in _REFERENCE_LISTS:
            ends = environment_end(latex, at, name)
            if ends is not None:
                self._whole(name, plain, latex[at : ends[0]])
                return ends[1]
            return at
        if plain in _ABSTRACTS or plain in _ACKNOWLEDGEMENTS:
            self.flush()
            kind = "abstract" if plain in _ABSTRACTS else "section"
            self._in_abstract = kind == "abstract"
            self.layout.blocks.append(
                LatexHeading("Abstract" if kind == "abstract" else "Acknowledgments", 1, None, kind)
            )
            return at
        if plain in self.counters.theorems:
            return self._begin_theorem(name, plain, latex, at)
        if plain in LISTS:
            option = optional(latex, at)
            self._lists.append(open_list(name, option.text if option else "", self._lists, self.enumitem))
            if self._lists[-1].label is None:
                self.flush()
            return arguments(latex, at, "mm")[1] if plain == "list" else option.end if option else at
        if plain == "subequations":
            self.counters.begin_parts()
            return at
        if plain in _PARAGRAPHS:
            self.flush()
            return arguments(latex, at, "m" if plain == "multicols" else "")[1]
        if plain == "appendix" or plain == "appendices":
            self.flush()
            self.counters.begin_appendix()
            return at
        self._buffer.append(latex[start:at])  # the arguments of such as minipage are the inline text's affair
        return at

    def _begin_theorem(self, name: str, plain: str, latex: str, at: int) -> int:
        self.flush()
        before = self.counters.current
        printed = self.counters.theorems[plain].lower()
        if name == plain and plain != "proof":
            self.counters.theorem(plain)
        self._theorems.append((printed, before))
        option = optional(latex, at)
        return option.end if option else at

    def _whole(self, name: str, plain: str, inner: str) -> None:
        """Take in an environment that is no running text, body and all."""
        before = self.counters.current
        if name in _REFERENCE_LISTS:
            self.flush()
            self.layout.blocks.append(ReferenceList(inner))
        elif plain in FLOATS:
            self._numbered.read_float(name, FLOATS[plain], inner)
        elif name in TABULAR_ENVIRONMENTS:
            self._numbered.read_table(name, inner, self._has_text())
            self._since = len(self._buffer)
        elif plain not in {"algorithmic", "lstlisting", "verbatim"}:  # their labels are of lines
            self._numbered.note_labels(inner)
        self.counters.current = before

    def _end(self, name: str, marker: str, at: int) -> int:
        plain = name.rstrip("*")
        if plain in _ABSTRACTS or plain in _ACKNOWLEDGEMENTS:
            self.flush()
            self._in_abstract = False
            self.layout.blocks.append(LatexHeading("", 1, None, "resume"))
        elif plain in self.counters.theorems:
            self.flush()
            if self._theorems:
                self.counters.current = self._theorems.pop()[1]
        elif plain in LISTS:
            if self._lists and self._lists[-1].label is not None:
                self._lists.pop().close(self._buffer)
                return at
            self.flush()
            if self._lists:
                self._lists.pop()
        elif plain == "subequations":
            self.counters.end_parts()
        elif plain in _PARAGRAPHS:
            self.flush()
        else:
            self._buffer.append(marker)
        return at

    def _math(self, mark: str, latex: str, start: int, at: int) -> int:
        """Go past a formula, which may hold anything that looks like a mark."""
        if mark in {"$", "$$"}:
            end = math_end(latex, at, mark)
            stop = end + len(mark) if end >= 0 else at
        else:
            end = find(latex, "\\)" if mark == "\\(" else "\\]", at)
            stop = end + 2 if end >= 0 else at
        if mark != "$" and mark != "\\(":
            self._numbered.note_labels(latex[at:stop])
        self._buffer.append(latex[start:stop])
        return stop

    def _word(self, word: str, latex: str, start: int, at: int) -> int:
        if word in {"par", "proclaim", "endproclaim"}:
            self.flush()
            return at
        if word in {"item", "itemitem"}:
            return self._item(latex, start, at)
        if word in NOTES:
            end = self._numbered.read_note(word, latex, at)
            self._buffer.append(latex[start:at] + re.sub(r"\n\s*\n", " ", latex[at:end]))
            return end
        if word == "label":
            found, end = arguments(latex, at, "m")
            self._label((found[0] or "").strip())
            return end
        if word == "twocolumn":  # "\\twocolumn[\\maketitle \\begin{abstract}...]"
            option = optional(latex, at)
            self.split(option.text if option else "")
            return option.end if option else at
        if word in LOOSE:
            end = self._numbered.read_loose(word, latex, at, latex[at - 1] == "*", self._has_text())
            self._since = len(self._buffer)
            return end
        if word == "appendix":
            self.flush()
            self.counters.begin_appendix()
            return at
        if word in {"endabstract", "endpage"}:
            self.flush()
            if any(isinstance(block, LatexHeading) and block.kind == "abstract" for block in self.layout.blocks[-9:]):
                self.layout.blocks.append(LatexHeading("", 1, None, "resume"))
            return at
        if word in _ABSTRACTS:
            return self._abstract(latex, at)
        if word.startswith("acknowledg"):
            self.flush()
            self.layout.blocks.append(LatexHeading("Acknowledgments", 1, None))
            return at
        if word in DECLARATIONS:
            return read_declaration(word, latex, at - (latex[at - 1] == "*"), self.counters)
        if word == "ref":  # AMS-TeX writes its reference list so
            ends = find(latex, "\\endref", at) if latex[at : at + 1] != "{" else -1
            if ends >= 0:
                last = latex.rfind("\\endref") + len("\\endref")
                self.flush()
                self.layout.blocks.append(ReferenceList(latex[start:last]))
                return last
            self._buffer.append(latex[start:at])
            return at
        closing = find(latex, f"\\end{word}", at)
        if 0 <= closing < at + MAX_CLOSING:
            return closing + len(f"\\end{word}")
        return self._front(word, latex, start, at)

    def _front(self, word: str, latex: str, start: int, at: int) -> int:
        """Go past a command of the title page, which is read for itself; what has no argument is none of them."""
        opened = next_character(latex, at) in {"{", "["}
        if word == "name":  # spconf's authors; else a word of the paper's own
            opened = opened and not any(isinstance(block, LatexHeading) for block in self.layout.blocks)
        if not opened:
            self._buffer.append(latex[start:at])
            return at
        return arguments(latex, at, FRONT.get(word, "m"))[1]

    def _has_text(self) -> bool:
        """Whether words stand in the paragraph at hand since its last table or caption."""
        return has_words("".join(self._buffer[self._since :]))

    def _label(self, label: str) -> None:
        self.layout.labels.places[label] = self.counters.current
        self.layout.labels.titles[label] = self._title

    def _abstract(self, latex: str, at: int) -> int:
        closing = find(latex, "\\endabstract", at)
        if next_character(latex, at) != "{" and closing < 0:  # plain TeX: up to the next heading or page
            self.flush()
            self.layout.blocks.append(LatexHeading("Abstract", 1, None, "abstract"))
            return at
        text, end = (latex[at:closing], closing + 12) if closing >= 0 else _first(arguments(latex, at, "m"))
        while self._document_class == "aa" and (more := _NEXT_GROUP.match(latex, end)):  # context, aims, methods ...
            further, end = _first(arguments(latex, more.end(), "m"))
            text = f"{text}\n\n{further}"
        self.flush()
        self.layout.blocks.append(LatexHeading("Abstract", 1, None, "abstract"))
        self._in_abstract = True
        self.split(text)
        self.flush()
        self._in_abstract = False
        self.layout.blocks.append(LatexHeading("", 1, None, "resume"))
        return end

    def _item(self, latex: str, start: int, at: int) -> int:
        if self._lists and self._lists[-1].label is not None:
            pieces, end = inline_item(self._lists[-1], latex, at)
            self._buffer[-1:] = [*(piece.rstrip() for piece in self._buffer[-1:]), " ", *pieces]
            self.counters.current = ("item", self._lists[-1].reference)
            return end
        self.flush()
        if not self._lists:  # plain TeX's \item{[BCM]}
            if latex[at : at + 1] == "{":
                self._buffer.append("\\noindent " + latex[start:at].replace("\\itemitem", "").replace("\\item", ""))
            return at
        here = self._lists[-1]
        option = optional(latex, at)
        if option is None:
            here.count += 1
            if here.style:
                self.counters.current = ("item", here.reference)
            return at
        words = re.sub(r"\\[A-Za-z]+|[{}\s]", "", option.text)
        if re.search(r"[A-Za-z]{2,}", words) and not re.fullmatch(r"[(\[]?[ivxIVX]+[')\].:]*", words):
            self._buffer.append(f"{option.text}{_LABEL_END if stands_apart(option.text, latex, option.end) else ' '}")
        return option.end


def _first(taken: tuple[list[str | None], int]) -> tuple[str, int]:
    return taken[0][0] or "", taken[1]
