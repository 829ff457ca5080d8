"""The plot of precision at every recall, beside the best that anybody could do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame, wording
from takehome.report.svg import COLOURS, inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from takehome.report.curves import Curves
    from takehome.report.summary import Summary

_HALF: Final = 0.5


def precision_recall(summary: Summary) -> Markup | None:
    """Return the plot, or None where no window was answered."""
    if not summary.curves:
        return None
    with plot_frame.settings():
        figure, axes = plot_frame.framed("share of all positives found", "precision")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.03)
        plot_frame.percents(axes, of="x", places=(0, 0.25, 0.5, 0.75, 1))
        plot_frame.draw(axes, list(_lines(summary)), where="upper right")
        return inline(
            figure,
            name="ranking",
            title="Precision at every recall",
            description=describe(summary),
        )


def describe(summary: Summary) -> str:
    """Return in words what the plot shows."""
    return " ".join(_half(curves) for curves in summary.curves)


def _half(curves: Curves) -> str:
    at = min(curves.ranking, key=lambda point: abs(point.recall - _HALF))
    return (
        f"To find {wording.share(at.recall)} of all positives {curves.words}, this model's list"
        f" is right in {wording.share(at.precision)} of its rows, the best possible list in"
        f" {wording.share(at.optimum)}."
    )


def _lines(summary: Summary) -> Iterator[plot_frame.Line]:
    for number, curves in enumerate(summary.curves):
        recall = tuple(point.recall for point in curves.ranking)
        for own in (True, False):
            yield plot_frame.Line(
                name=f"{'this model' if own else 'optimum'} {curves.words}",
                x=recall,
                y=tuple(p.precision if own else p.optimum for p in curves.ranking),
                colour=COLOURS["accent" if own else "muted"],
                dashed=number > 0,
                strong=own,
            )
