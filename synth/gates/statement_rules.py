"""How the report's own sentences state counts: patterns by which `synth.gates.statements` recognises them."""

import re

from synth.phrasing import COUNT_WORDS

COUNT = rf"(?:{'|'.join(('none', 'both', *COUNT_WORDS))}|\d[\d,]*)"
QUOTED = re.compile("“[^”]*”")
PRINTED_NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?(?![\w])")
CLAIM_RUN = re.compile(r"\bC(\d+)(?: to C(\d+))?")
OF_VALUES = re.compile(r"(?P<rows>\d+) of \d+ values")
FROM_FEW = re.compile(
    rf"(?:All |The )?(?<![\w,])(?P<claims>{COUNT})(?: of (?P<checked>{COUNT}))? claims? comes? from", re.IGNORECASE
)
NAME_WITH_NUMBER = re.compile(r"\b(?:synth|PRISMA) \d[\w.]*\b")
"""Numbers that count nothing: a version, a year of a guideline."""
CLAIM_NUMBER = re.compile(r"\bC\d+\b")
DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

SENTENCES = (
    "Of {found} (?:digests? of (?:a )?)?papers? found, {read} (?:was|were) read",
    "and {used} (?:is|are) cited, in {checked} statements? that bears? on it",
    "{corroborated} (?:is|are) corroborated by an",
    "{verified} (?:has|have) support elsewhere in the same paper",
    "{unsupported} (?:has|have) no second passage",
    "(?:: |, | and ){contradicted} (?:is|are) contradicted(?=[., ])",
    "{unsupported} of the {checked} claims rest on one passage",
    "{unsupported} of {checked} claims rests? on one passage",
    r"(?-i:\bAll |\bThe |(?=\bBoth )){unsupported} claims? rests? on one passage",
    "{sure} of {checked} claims? have a confidence",
    "Papers: {found} found",
    "; {used} cited",
    "with {brought} of them stands the sentence before",
    "{answering papers} included papers? measured .*?, in {answers} statements?",
    "(?:: |, | and ){papers for} papers? (?:for it|in favour of “1”)",
    "(?:: |, | and ){papers against} papers? (?:against it|in favour of “2”)",
    "(?:: |, | and ){papers untold} papers? without a plain direction",
    "; {supported answers} (?:of them )?(?:has|have) support in a second passage",
    r"{found} papers? (?:was|were) found on \S+ {used} used, {merged} merged with another copy or version, "
    "{skipped} skipped",
    "{read} (?:was|were) read: ",
    "{latex} from LaTeX source",
    "{pdf} from PDF",
    "{abstract} as abstract alone",
    "Of {sentences} sentences, {extracted} were taken for claims",
    "the {checked} that bears? most on the question",
    "{abstract} papers? could be read as abstract alone",
    "{unread} papers? found (?:was|were) not read",
    "{silent} papers? that (?:was|were) read ha(?:s|ve) no",
    "(?:checks )?at most {checked} claims, those that bear most",
    "The authors of {unknown authors} papers? are not known",
    "{borne out} statements? (?:is|are) supported by independent papers",
    "{denied} statements? (?:is|are) contradicted by passages of the included papers",
    "at most {claims at most} and {claims of one paper} of one paper",
    "the {candidates} nearest of either kind",
    "{struck} statements? did not withstand",
    "{dated out} papers? without a date left out",
)
RULES = tuple(
    re.compile(
        re.sub(r"\{([a-z ]+)\}", lambda m: rf"(?<![\w,])(?P<{m[1].replace(' ', '_')}>{COUNT})", rule), re.IGNORECASE
    )
    for rule in SENTENCES
)
"""How sentences of the report state counts of the run, by the names that `counts` gives them."""
OF_SECTION = re.compile(
    rf"(?P<papers>{COUNT}) papers? reports? (?P<findings>{COUNT}) findings?"
    rf"(?:, (?P<supported>{COUNT}) of them supported in a second passage)?"
    rf"(?:(?:,| and) (?P<contradicted>{COUNT}) of them contradicted)?",
    re.IGNORECASE,
)
LISTED = re.compile(r"the first (?P<listed>\d+) passages stand here")
MORE_CLAIMS = re.compile(rf"The claims table has (?P<more>{COUNT}) more of this kind: (?P<which>[C\d, to]+)\.")
