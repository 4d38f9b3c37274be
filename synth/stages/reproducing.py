"""What is run against a report before it is judged: its papers' numbers are computed again, sealed, and proved."""

from collections.abc import Mapping, Sequence

from synth.audit.lean import find_lean, prove
from synth.audit.reproduction import recompute
from synth.models import (
    Artifacts,
    Claim,
    Derivation,
    Document,
    Proof,
    Reproduction,
    Run,
    Source,
    json_text,
    overlap,
)
from synth.review.artifacts import restates
from synth.settings import LeanSettings, Settings
from synth.stages.acquisition import read_key
from synth.stages.context import Context
from synth.system.sandbox import missing_sandbox
from synth.system.store import Store, stage_key

DERIVE_VERSION = 4
RECOMPUTE_VERSION = 1
PROVE_VERSION = 2


def reproduce(claims: Sequence[Claim], run: Run, context: Context, environ: Mapping[str, str]) -> Artifacts:
    """Compute again the numbers of the papers of a run behind some claims that follow from their papers' other numbers.

    Those that stand in a claim come first; `settings.sandbox.max_scripts` bounds the rest. What withstood attack and
    stands in a claim is put to Lean too, where `environ` has one. What follows from what and what came of it are kept
    in the library's store by content: with an empty one, all is run anew.
    """
    store, settings = context.library.store, context.settings
    papers = {claim.paper_id for claim in claims}
    found = [
        derivation
        for source in run.inputs
        if source.paper_id in papers
        for derivation in _derived(run.documents[source.paper_id], source, store, settings)
    ]
    in_claims = {one.derivation_id for one in found if _in_a_claim(one, claims)}
    in_order = sorted(found, key=lambda one: one.derivation_id not in in_claims)  # those in claims first
    chosen = in_order[: max(len(in_claims), settings.sandbox.max_scripts)]
    missing = missing_sandbox() if chosen else None
    if missing:
        return Artifacts(reproductions=recompute(chosen, settings.sandbox), not_run=missing)
    reproductions = _recomputed(chosen, context)
    stated = [one.derivation for one in reproductions if one.survived and one.derivation.derivation_id in in_claims]
    lean = find_lean(environ)
    return Artifacts(
        reproductions=reproductions,
        proofs=_proved(stated, store, settings.lean, environ) if lean else (),
        not_run=next((one.why for one in reproductions if not one.attempted), ""),
        not_proved="nothing was put to Lean: there is no lean here" if stated and not lean else "",
    )


def _derived(document: Document, source: Source, store: Store, settings: Settings) -> tuple[Derivation, ...]:
    """The numbers of a document that follow from its others."""
    from synth.audit.find import find_derivations

    key = stage_key("derive", DERIVE_VERSION, None, read_key(source, settings.reading))
    return store.cached(key, tuple[Derivation, ...], lambda: find_derivations(document))


def _in_a_claim(derivation: Derivation, claims: Sequence[Claim]) -> bool:
    """Whether a claim's sentence holds the number, or restates it from a table."""
    own = (claim for claim in claims if claim.paper_id == derivation.paper_id)
    return any(overlap(derivation.spans, claim.spans) or restates(claim, derivation) for claim in own)


def _recomputed(derivations: Sequence[Derivation], context: Context) -> tuple[Reproduction, ...]:
    """What came of each derivation: from the store, else run now and kept."""
    store, settings, progress = context.library.store, context.settings.sandbox, context.progress
    keys = {
        one.derivation_id: stage_key("recompute", RECOMPUTE_VERSION, settings, json_text(one)) for one in derivations
    }
    kept = {name: store.result(key, Reproduction) for name, key in keys.items()}
    new = [one for one in derivations if kept[one.derivation_id] is None]
    progress("reproduce", 0, len(new))
    for item in recompute(new, settings):
        kept[item.derivation.derivation_id] = item
        if item.survived:  # a sandbox that failed, or took too long, may do better the next time
            store.keep(keys[item.derivation.derivation_id], item)
    progress("reproduce", len(new), len(new))
    return tuple(item for item in kept.values() if item is not None)


def _proved(
    stated: Sequence[Derivation], store: Store, settings: LeanSettings, environ: Mapping[str, str]
) -> tuple[Proof, ...]:
    """What Lean says of each statement: from the store, else now; only what is settled is kept."""
    keys = {one.derivation_id: stage_key("prove", PROVE_VERSION, None, json_text(one)) for one in stated}
    kept = {name: store.result(key, Proof) for name, key in keys.items()}
    new = [one for one in stated if kept[one.derivation_id] is None]
    for proof in prove(new, environ, settings):
        name = proof.derivation_id
        kept[name] = proof
        if proof.outcome in ("proved", "refuted"):
            store.keep(keys[name], proof)
    return tuple(proof for proof in kept.values() if proof is not None)
