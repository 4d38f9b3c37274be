"""The kinds of sentence in a passage, by cue words: only some kinds contain findings."""

import re

CUES: dict[str, re.Pattern[str]] = {
    "tells a result": re.compile(
        r"\b(?:we (?:found|find|show|showed|demonstrated?|observed?|report|identified|identify)|"
        r"(?:was|were) (?:found|observed|associated)|results? (?:show|indicate|suggest|demonstrate)\w*|"
        r"significant\w*|associated with|compared (?:with|to)|outperform\w*|achiev\w+|increased|"
        r"decreased|improved?|reduced|higher|lower)\b"
    ),
    "concludes": re.compile(
        r"\b(?:conclusions?|conclude|interpretation|these (?:data|results|findings|observations)|"
        r"our (?:data|results|findings)|thus|therefore|together|collectively|in summary|suggest\w*|indicat\w*|"
        r"provide evidence|implicat\w*)\b"
    ),
    "tells a method": re.compile(
        r"\b(?:methods?|design|setting|participants|were (?:randomi[sz]ed|assigned|recruited|measured|analy[sz]ed|"
        r"assessed|collected|included)|we (?:used?|performed|investigated?|examined?|conducted|analy[sz]ed?|assessed|"
        r"measured?|stud(?:y|ied)|developed?|evaluated?|compared?|aimed|sought|tested|asked)|objective|aims?|"
        r"to (?:determine|investigate|assess|examine|evaluate|test)|main outcome)\b"
    ),
    "tells what is known": re.compile(
        r"\b(?:background|(?:is|are) known|remains?|however|unclear|poorly understood|unknown|little is|"
        r"ha(?:s|ve) been|important|major|recent(?:ly)?|although|whether|hypothes\w+|introduction|context)\b"
    ),
    "has statistics": re.compile(
        r"\b95 ?%|\bp ?[<=>]|\bci\b|(?:odds|hazard) ratio|relative risk|\b(?:rr|hr|or) ?[=(]|±|\bn ?="
    ),
    "says here": re.compile(r"\b(?:here|in (?:this|the present) (?:study|paper|work)|this study)\b"),
    "hedges": re.compile(r"\b(?:may|might|could|possibl[ey]|potential\w*|likely|perhaps|seems?)\b"),
    "denies": re.compile(r"\b(?:not|no|neither|nor|without|lack\w*|fail\w*|absence)\b"),
}
"""The kinds, each with its cue words. A sentence may be of several."""


def cues(text: str) -> frozenset[str]:
    """The kinds that a passage is of."""
    text = text.lower()
    return frozenset(kind for kind, pattern in CUES.items() if pattern.search(text))
