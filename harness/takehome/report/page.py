"""The report as one HTML file: no script, no request, nothing outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.report.plot_filled import counterfactuals, probed
from takehome.report.plot_levels import claimed_against_realised
from takehome.report.plot_ranking import precision_recall
from takehome.report.plot_saving import cost_against_threshold
from takehome.report.plot_size import calibration
from takehome.report.plot_weeks import over_time, shown_drifts
from takehome.report.rendering import template

if TYPE_CHECKING:
    from takehome.report.summary import Summary


def render(summary: Summary) -> str:
    """Return the page. The same summary gives the same bytes."""
    return template("report.html.j2").render(
        summary=summary,
        about=summary.about,
        levels=claimed_against_realised(summary),
        weeks=over_time(summary),
        drifts=list(shown_drifts(summary)) if summary.weeks else [],
        ranking=precision_recall(summary),
        saving=cost_against_threshold(summary),
        size=calibration(summary),
        filled=counterfactuals(summary),
        probed=probed(summary),
        paper=f"Sitting {summary.about.sitting}",
    )
