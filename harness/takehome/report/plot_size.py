"""The plot of calibration: what is true where the model says so much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame, wording
from takehome.report.svg import COLOURS, SMALL, inline

if TYPE_CHECKING:
    from markupsafe import Markup

    from takehome.report.curves import Curves
    from takehome.report.summary import Summary

_LEAST: Final = 1e-4
_MARKERS: Final = ("o-", "s--")


def calibration(summary: Summary) -> Markup | None:
    """Return the plot, or None where no window was answered."""
    if not summary.curves:
        return None
    values = [v for c in summary.curves for s in c.size for v in (s.said, s.true)]
    low = max(_LEAST, min(values) / 1.5)
    with plot_frame.settings():
        figure, axes = plot_frame.framed("probability said", "true")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(low, 1)
        axes.set_ylim(low, 1)
        axes.minorticks_off()
        places = list(plot_frame.doubling(low, 1))
        plot_frame.percents(axes, of="x", places=places)
        plot_frame.percents(axes, of="y", places=places)
        axes.plot([low, 1], [low, 1], color=COLOURS["muted"], lw=1.1, label="said what is true")
        for number, curves in enumerate(summary.curves):
            axes.plot(
                [max(low, size.said) for size in curves.size],
                [max(low, size.true) for size in curves.size],
                _MARKERS[number % len(_MARKERS)],
                color=COLOURS["ink" if number else "accent"],
                lw=1.2 if number else 2,
                ms=4.5,
                label=f"this model {curves.words}",
            )
        axes.legend(loc="upper left", fontsize=SMALL, frameon=False, labelcolor="linecolor")
        return inline(figure, name="size", title="Said against true", description=describe(summary))


def describe(summary: Summary) -> str:
    """Return in words what the plot shows."""
    return " ".join(_top(curves) for curves in summary.curves)


def _top(curves: Curves) -> str:
    top = curves.size[-1]
    return (
        f"For the {top.rows:,} rows it is surest about {curves.words}, it says"
        f" {wording.percent(top.said)} on average where {wording.percent(top.true)} is true."
    )
