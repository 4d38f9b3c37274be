"""The commands of front matter, of all publishers' classes: what each takes, and what it says."""

from synth.reading.latex_commands import signatures

TITLES = signatures("titles")
SUBTITLES = {"subtitle": "om"}
AUTHORS = signatures("authors")
COLLABORATIONS = {"collaboration": "omg"}
OTHERS = signatures("front")

FRONT = {**OTHERS, **SUBTITLES, **COLLABORATIONS, **AUTHORS, **TITLES}
del FRONT["name"]
"""All of them, but for `\\name`, which is also what papers call their own things."""
