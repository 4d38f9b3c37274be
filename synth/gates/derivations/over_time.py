"""Changes over time in a table: "Velti lost 5.7 km² between 1990 and 2020", where the table has these two columns."""

import re

from synth.gates.derivations.columns import is_summary
from synth.gates.derivations.grid import Entry, Grid

_CHANGED = re.compile(
    r"\b(?:gr[eo]w(?:s|n|ing|th)?|shr[aiu]nk\w*|r[io]s(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|drop\w*|decreas\w+|increas\w+"
    r"|declin\w+|los(?:t|es|e|ing)|gain(?:ed|s)?|climb\w+|reduc\w+|improv\w+|went|lengthen\w+|shorten\w+"
    r"|(?:higher|lower|larger|smaller|more|less|fewer) than (?:before|in|at))\b",
    re.I,
)
_EARLY = re.compile(r"^(?:before|pre|pre-?\w+|baseline|start|initial|first|old|begin\w*|pre-?test)\b", re.I)
_LATE = re.compile(r"^(?:after|post|post-?\w+|endline|follow-?up|end|final|last|new|post-?test)\b", re.I)
_YEAR = re.compile(r"(?<![\d.,])(?:18|19|20)\d\d(?![\d.,]\d|\d)")


def over_time(grid: Grid, text: str) -> tuple[Entry, Entry] | None:
    """(the later, the earlier) of the two rows between which a sentence tells a change over time; None for no such.

    Of more than two years the sentence has to name two; of two it may name none.
    """
    if not _CHANGED.search(text):
        return None
    rows = [row for row in grid.rows if not is_summary(row)]
    years = {row.own.strip(): row for row in rows if _YEAR.fullmatch(row.own.strip())}
    if len(years) == len(rows) >= 2:
        said = [year for year in dict.fromkeys(_YEAR.findall(text)) if year in years]
        chosen = sorted(said) if len(said) == 2 else sorted(years) if len(years) == 2 else []
        return (years[chosen[1]], years[chosen[0]]) if chosen else None
    if len(rows) == 2:
        early = [row for row in rows if _EARLY.search(row.own)]
        late = [row for row in rows if _LATE.search(row.own)]
        if len(early) == 1 and len(late) == 1 and early != late:
            return late[0], early[0]
    return None
