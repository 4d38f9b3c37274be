"""Take apart the options that commands are given: "title={A box}, width=5cm"."""

import re

_PIECE = re.compile(r"\\.|[{}\[\],=]", re.DOTALL)


def key_values(options: str) -> dict[str, str]:
    """The options by their names, those without a value with the empty text; outer braces of values are taken off."""
    found: dict[str, str] = {}
    depth, start, equals = 0, 0, -1
    for match in [*_PIECE.finditer(options), None]:
        mark = match[0] if match else ","
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
        elif depth <= 0 and mark == "=" and equals < 0 and match:
            equals = match.start()
        elif mark == "," and (depth <= 0 or match is None):
            end = match.start() if match else len(options)
            name = " ".join(options[start : equals if equals >= 0 else end].split())
            if name:
                found[name] = unbraced(options[equals + 1 : end].strip()) if equals >= 0 else ""
            start, equals = end + 1, -1
    return found


def unbraced(text: str) -> str:
    """The text without braces that stand around all of it."""
    while text.startswith("{") and text.endswith("}") and _closes_at_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end() == len(text)
    return False
