"""Spell out acronyms and glossary entries as acronym, acro and glossaries print them: in full at their first use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from synth.reading.latex_commands import names, signatures
from synth.reading.latex_keys import key_values
from synth.reading.latex_scanner import control_word
from synth.reading.latex_signature import arguments

_SIGNATURES = signatures("acronym definitions")
_DEFINITION = control_word(_SIGNATURES, "(?!@)")


@dataclass
class _Entry:
    """An acronym or a term; a term has no long form. `articles` are those of its short and its long form."""

    short: str
    short_plural: str
    long: str = ""
    long_plural: str = ""
    articles: tuple[str, str] = ("a", "a")
    description: str = ""
    category: str = ""


class _Use(NamedTuple):
    """What a command prints of an entry: `form` is first (in full once), full, short, long or description."""

    form: str
    plural: bool = False
    capital: bool = False
    marks: bool = False  # from now on the entry counts as used
    article: bool = False  # an indefinite one stands before it


def _uses() -> dict[str, _Use]:
    """The commands and what each prints; their names are put together as the packages do."""
    uses: dict[str, _Use] = {}
    forms = {
        "": "first",
        "f": "full",
        "s": "short",
        "l": "long",
        "fi": "full",
        "su": "short",
        "lu": "long",
        "a": "short",
    }
    for ending, form in forms.items():
        for plural in (False, True):
            for capital, begin in ((False, "ac"), (True, "Ac")):
                name = f"{begin}{ending}{'p' if plural else ''}"
                uses[name] = _Use(form, plural, capital, form in {"first", "full"} or ending in {"su", "lu"})
    uses["iac"] = _Use("first", marks=True, article=True)
    uses["Iac"] = _Use("first", capital=True, marks=True, article=True)
    uses["glsdesc"], uses["Glsdesc"] = _Use("description"), _Use("description", capital=True)
    for begin, capital in (("gls", False), ("Gls", True), ("GLS", True), ("pgls", False), ("rgls", False)):
        uses[begin] = _Use("first", False, capital, True)
        uses[f"{begin}pl"] = _Use("first", True, capital, True)
    for begin, capital in (("acr", False), ("Acr", True), ("glsxtr", False), ("Glsxtr", True)):
        for form in ("short", "long", "full"):
            uses[f"{begin}{form}"] = _Use(form, False, capital)
            uses[f"{begin}{form}pl"] = _Use(form, True, capital)
    names = {"long": "long", "short": "short", "full": "full", "name": "short", "text": "short", "first": "full"}
    for begin, capital in (("gls", False), ("Gls", True)):
        for name, form in names.items():
            uses[f"{begin}entry{name}"] = _Use(form, False, capital)
            uses[f"{begin}entry{name}pl"] = _Use(form, True, capital)
            if name in {"name", "text", "first"}:
                uses[f"{begin}{name}"] = _Use(form, False, capital)
        uses[f"{begin}plural"] = uses[f"{begin}entryplural"] = _Use("short", True, capital)
    return uses


_USES = _uses()
ACRONYM_COMMANDS = frozenset({*_USES, *_SIGNATURES}) | names("acronyms")
"""The commands of acronym packages."""


class Acronyms:
    """The entries of a paper, and which of them have been used."""

    def __init__(self, text: str) -> None:
        self._entries: dict[str, _Entry] = {}
        self._used: set[str] = set()
        self._styles = {"acronym": "short-nolong"} if "glossaries-extra" in text else {}
        for match in _DEFINITION.finditer(text):
            self.learn(match[1], arguments(text, match.end(), _SIGNATURES[match[1]])[0])

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all entries."""
        return frozenset(self._entries)

    def is_definition(self, command: str) -> str | None:
        """The signature of a command that defines an entry; None for any other command."""
        return _SIGNATURES.get(command)

    def learn(self, command: str, values: list[str | None]) -> None:
        """Take note of the entry that a command defines by its arguments."""
        given = [value or "" for value in values]
        if command in {"acro", "acrodef", "newacro"}:
            self._put(given[0], given[1] or given[0], given[2], {})
        elif command in {"acroplural", "newacroplural", "acrodefplural"}:
            entry = self._entries.get(given[0].strip())
            if entry:
                entry.short_plural = given[1] or entry.short_plural
                entry.long_plural = given[2]
        elif command in {"acroindefinite", "newacroindefinite"}:
            if entry := self._entries.get(given[0].strip()):
                entry.articles = given[1], given[2]
        elif command == "setabbreviationstyle":
            self._styles[given[0].strip() or "abbreviation"] = given[1].strip()
        elif command in {"newacronym", "newabbreviation"}:
            self._put(given[1], given[2], given[3], key_values(given[0]), command.removeprefix("new"))
        elif command == "newdualentry":
            self._put(given[1], given[2], given[3], {})
        elif command == "DeclareAcronym":
            options = key_values(given[1])
            self._put(given[0], options.get("short", given[0]), options.get("long", ""), options)
        elif command == "glsxtrnewsymbol":
            self._put(given[1], given[2], "", {})
        else:
            options = key_values(given[1])
            name = options.get("text") or options.get("name", given[0])
            if options.get("first") and options["first"] != name:
                self._put(given[0], name, options["first"], options)
                self._entries[given[0].strip()].long_plural = options.get("firstplural", options["first"])
            else:
                self._put(given[0], name, options.get("long", ""), options)

    def _put(self, key: str, short: str, long: str, options: dict[str, str], category: str = "") -> None:
        short_plural = options.get("shortplural") or options.get("plural") or options.get("short-plural-form")
        long_plural = (
            options.get("longplural") or options.get("long-plural-form") or f"{long}{options.get('long-plural', 's')}"
        )
        self._entries.setdefault(
            key.strip(),
            _Entry(
                short,
                short_plural or f"{short}{options.get('short-plural', 's')}",
                long,
                long_plural if long else "",
                (options.get("short-indefinite", "a"), options.get("long-indefinite", "a")),
                options.get("description", ""),
                options.get("category", category),
            ),
        )

    def print(self, command: str, take: Callable[[str], list[str]]) -> str | None:
        """What a command prints, its arguments read through `take`; None where its key is not known."""
        if command in _USES:
            star, _, key, *_ = take("som")
            insert = take("o")[0] if command.lower().startswith(("gls", "acr", "pgls", "rgls")) else ""
            entry = self._entries.get(key.strip())
            return None if entry is None else f"{self._form(key.strip(), entry, _USES[command], bool(star))}{insert}"
        if command in {"glslink", "glsdisp"}:
            return take("omm")[2]
        if command in {"acresetall", "glsresetall"}:
            self._used.clear()
        elif command == "glsunsetall":
            self._used.update(self._entries)
        elif command in {"acreset", "glsreset"}:
            self._used.difference_update(self._keys(take("om")[1]))
        elif command in {"acused", "acuse", "glsunset", "glslocalunset"}:
            self._used.update(self._keys(take("om")[1]))
        elif command.startswith("print"):
            take("o")
        elif command == "nomenclature":
            take("omm")
        elif command.startswith(("set", "acsetup", "glsadd")):
            take("om")
        elif command == "glssetcategoryattribute":
            take("mmm")
        return ""

    @staticmethod
    def _keys(text: str) -> list[str]:
        return [key.strip() for key in text.split(",")]

    def _form(self, key: str, entry: _Entry, use: _Use, starred: bool) -> str:
        first = key not in self._used
        if use.marks and not starred:
            self._used.add(key)
        if use.form == "description":
            return _capital(entry.description) if use.capital else entry.description
        form = use.form
        if form == "first":
            form = "full" if first and "nolong" not in self._styles.get(entry.category, "") else "short"
        short = entry.short_plural if use.plural else entry.short
        long = (entry.long_plural if use.plural else entry.long) or short
        printed = {"short": short, "long": long}.get(form) or (f"{long} ({short})" if entry.long else short)
        if entry.long and " (" in entry.long and form == "full":
            printed = long  # a glossary's "first" has the abbreviation in it
        if use.article:
            printed = f"{entry.articles[form != 'short']} {printed}"
        return _capital(printed) if use.capital else printed


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
