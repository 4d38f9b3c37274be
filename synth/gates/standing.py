"""The standing that follows from the gates: status, level and tier."""

from synth.models import Gate, GateStatus, Review


def review(gates: tuple[Gate, ...]) -> Review:
    """Weigh the gates: Verified needs all of them, one Falsified decides; one not attempted leaves Unverified.

    Level L2 is reached when gate 1, grounding, holds; levels above it need corroboration and reproduction, which
    this version does not judge, so the tier is Watchlist and there is no score.
    """
    statuses = {gate.status for gate in gates}
    status: GateStatus = "Unverified"
    if "Falsified" in statuses:
        status = "Falsified"
    elif statuses == {"Verified"}:
        status = "Verified"
    grounded = any(gate.number == 1 and gate.status == "Verified" for gate in gates)
    return Review(
        score=None,
        reviewers=(),
        gates=gates,
        status=status,
        level="L2" if grounded else "L0",
        tier="Watchlist",
    )


def not_attempted(number: int, name: str) -> Gate:
    """A gate that this version cannot attempt, recorded as such."""
    return Gate(
        number=number, name=name, status="Unverified", reason="not attempted: this version has no such gate yet"
    )


def standing_line(judged: Review) -> str:
    """The standing in one quiet line for the first page."""
    open_gates = [gate.name for gate in judged.gates if gate.status == "Unverified"]
    aside = f"; not attempted: {', '.join(open_gates)}" if open_gates else ""
    return f"{judged.status}, level {judged.level}, {judged.tier}{aside}"
