"""The plot of cost against threshold: what acting on the probabilities saves at every price.

A threshold belongs to a price: acting above `t` is right where a false alarm costs `t / (1 - t)`
of what a miss costs. So no cost has to be made up to draw it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame, wording
from takehome.report.svg import COLOURS, inline

if TYPE_CHECKING:
    from markupsafe import Markup

    from takehome.report.curves import Curves
    from takehome.report.summary import Summary

_LOWEST: Final = -0.25


def cost_against_threshold(summary: Summary) -> Markup | None:
    """Return the plot, or None where no window was answered."""
    if not summary.curves:
        return None
    curves = summary.curves[0]
    thresholds = tuple(point.threshold for point in curves.saving)
    with plot_frame.settings():
        figure, axes = plot_frame.framed(
            "threshold (where a false alarm costs t / (1 − t) of a miss)",  # noqa: RUF001 - a minus sign
            "saved",
        )
        axes.set_xscale("log")
        axes.set_xlim(thresholds[0], thresholds[-1])
        axes.set_ylim(_LOWEST, 1.03)
        axes.minorticks_off()
        axes.axhline(0, color=COLOURS["muted"], lw=0.9)
        places = list(plot_frame.doubling(thresholds[0], thresholds[-1]))
        plot_frame.percents(axes, of="x", places=places)
        plot_frame.percents(axes, of="y", places=(0, 0.25, 0.5, 0.75, 1))
        plot_frame.draw(
            axes,
            [
                _line("this model", thresholds, [p.model for p in curves.saving], "accent"),
                _line("optimum", thresholds, [p.optimum for p in curves.saving], "muted"),
                _line("acting on all", thresholds, [p.everybody for p in curves.saving], "ink"),
            ],
            where="upper right",
        )
        return inline(
            figure,
            name="saving",
            title="Cost against threshold",
            description=describe(curves),
        )


def describe(curves: Curves) -> str:
    """Return in words what the plot shows."""
    best = max(curves.saving, key=lambda point: point.optimum - max(point.everybody, 0.0))
    return (
        f"Of what doing nothing costs {curves.words}, acting on rows above"
        f" {wording.percent(best.threshold)} saves {wording.share(best.model)} with this model,"
        f" {wording.share(best.optimum)} with the true probabilities and"
        f" {wording.share(best.everybody)} by acting on every row."
    )


def _line(
    name: str, thresholds: tuple[float, ...], values: list[float], colour: str
) -> plot_frame.Line:
    return plot_frame.Line(
        name=name,
        x=thresholds,
        # What lies far below would only flatten what there is to see.
        y=tuple(max(value, 2 * _LOWEST) for value in values),
        colour=COLOURS[colour],
        dashed=colour == "ink",
        strong=colour == "accent",
    )
