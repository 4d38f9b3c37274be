"""Many records from a few: each has words and an identifier of its own, and holds."""

import random
import re
import string
from collections.abc import Callable
from pathlib import Path

from synth.models import CheckedClaim, Provenance, Report, Review, json_text
from synth.models.run_files import DOCUMENTS, MANIFEST, PROVENANCE, REPORT, REVIEW, SCREENING
from synth.records.canonical import claim_lines, content_id, evidence_lines
from synth.records.files import read_screening, record_files
from synth.records.reader import read_manifest, read_output
from synth.records.run_folder import outputs_of, seal

WORD = re.compile(r"[a-z]{5,}")
FRESH = 0.1
"""The share of the long words of questions and claims that every copy has to itself."""


class Original:
    """A run folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.manifest = read_manifest(folder)
        listed = [output for output in self.manifest.outputs if not output.path.startswith(DOCUMENTS)]
        self.documents = [output for output in self.manifest.outputs if output.path.startswith(DOCUMENTS)]
        self.files = {output.path: read_output(folder, output) for output in listed}
        self.report = Report.model_validate_json(self.files[REPORT])
        self.review = Review.model_validate_json(self.files[REVIEW])
        self.screening = read_screening(self.files[SCREENING].decode())
        self.provenance = Provenance.model_validate_json(self.files[PROVENANCE])

    def copy_to(self, folder: Path, reword: Callable[[str], str]) -> None:
        """Write a record of other words, without documents/: of question, headline, claims, passages and papers."""
        text = reword(self.report.question.text)
        question = self.report.question.model_copy(update={"text": text})
        rows = tuple(row.model_copy(update={"checked": _reworded(row.checked, reword)}) for row in self.report.claims)
        checked = [row.checked for row in rows]
        references = tuple(
            one.model_copy(update={"paper": one.paper.model_copy(update={"title": reword(one.paper.title)})})
            for one in self.report.references
        )
        screening = [row.model_copy(update={"title": reword(row.title)}) for row in self.screening]
        lines = claim_lines(checked), evidence_lines(checked)
        identifier = content_id(question, self.manifest.settings, self.manifest.inputs, *lines, self.review)
        report = self.report.model_copy(
            update={
                "record_id": identifier,
                "title": text,
                "question": question,
                "claims": rows,
                "references": references,
                "answer": self.report.answer.model_copy(update={"headline": reword(self.report.answer.headline)}),
            }
        )
        provenance = self.provenance.model_copy(update={"record_id": identifier})
        files = {**self.files, **record_files(report, checked, screening, self.review, [])}
        files[PROVENANCE] = json_text(provenance).encode()
        outputs = (*outputs_of(files), *self.documents)
        made = {"record_id": identifier, "question": question, "outputs": outputs}
        files[MANIFEST] = json_text(seal(self.manifest.model_copy(update=made))).encode()
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


def fresh_words(chance: random.Random) -> Callable[[str], str]:
    """Puts invented words in the place of some long ones of a text, or one behind it."""

    def reword(text: str) -> str:
        changed = WORD.sub(lambda found: _invented(chance) if chance.random() < FRESH else found[0], text)
        return changed if changed != text else f"{text} {_invented(chance)}"

    return reword


def _invented(chance: random.Random) -> str:
    """A word that no other copy has, very probably."""
    return "".join(chance.choices(string.ascii_lowercase, k=8))


def _reworded(checked: CheckedClaim, reword: Callable[[str], str]) -> CheckedClaim:
    """A checked claim with other words."""
    claim = checked.claim.model_copy(update={"text": reword(checked.claim.text)})
    evidence = tuple(
        item.model_copy(update={"passage": item.passage.model_copy(update={"text": reword(item.passage.text)})})
        for item in checked.evidence
    )
    return checked.model_copy(update={"claim": claim, "evidence": evidence})
