"""The report as one HTML file: no script, no request, nothing outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.report import plot_flow, plot_scheme
from takehome.report.listing import anchors
from takehome.report.plot_again import rerun
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
        rerun=rerun(summary.again),
        scheme=plot_scheme.scheme_as_it_was(summary.validated, summary.entry),
        way=plot_flow.way_of_the_data(summary.flow, summary.entry),
        scheme_words=_scheme_words(summary),
        way_words=_way_words(summary),
        where=anchors(summary.listings),
        paper=f"Sitting {summary.about.sitting}",
    )


def _scheme_words(summary: Summary) -> str:
    return plot_scheme.describe(summary.validated) if summary.validated else ""


def _way_words(summary: Summary) -> str:
    return plot_flow.describe(summary.flow) if summary.flow else ""
