"""The results: quotations by direction and by theme, agreement and conflict."""

from synth.models import CheckedClaim, Fragment, ReportSection, Run
from synth.report.agreement import agreeing, conflicting
from synth.report.composing import Composer
from synth.report.headline import side_headings
from synth.report.ordering import Outline
from synth.report.prose import Quoting

BRIEF_THEMES = 3


def results_section(base: Run, order: Outline, composer: Composer) -> ReportSection:
    """Compose the results; every sentence is a quotation or a count."""
    quoting = Quoting(base, order)
    brief = base.settings.rendering.brief
    themes = order.themes[:BRIEF_THEMES] if brief else order.themes
    return composer.section(
        "results",
        brief=brief,
        leanings=[
            {"heading": heading, "passages": quoting.passages(claims)}
            for vote, heading in side_headings(base.question).items()
            if (claims := [item for item in order.answers if order.votes[item.claim.claim_id] == vote])
        ],
        themes=[
            {
                "heading": f"Findings on {theme.name}" if theme.is_topic else theme.name,
                "passages": quoting.passages(theme.claims),
            }
            for theme in themes
        ],
        agreeing=agreeing(base, order),
        conflicting=conflicting(base, order),
        struck=[(_number(order, checked), base.struck[checked.claim.claim_id]) for checked in order.struck],
    )


def _number(order: Outline, checked: CheckedClaim) -> Fragment:
    claim = checked.claim
    number = order.claim_numbers[claim.claim_id]
    return Fragment(text=f"C{number}", kind="name", cites=(order.reference_numbers[claim.paper_id],))
