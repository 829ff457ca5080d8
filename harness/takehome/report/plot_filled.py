"""The plot of what each counterfactual changed: average precision before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame, wording
from takehome.report.svg import COLOURS, SMALL, WIDTH_IN, inline
from takehome.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from takehome.report.summary import Summary
    from takehome_graders.listening import Listening

_ROW_IN: Final = 0.5
_LEFT: Final = 0.3
_LONGEST: Final = 28


def counterfactuals(summary: Summary) -> Markup | None:
    """Return the plot, or None where no counterfactual was answered."""
    heard = probed(summary)
    if not heard:
        return None
    from matplotlib.figure import Figure

    with plot_frame.settings():
        height = 0.65 + _ROW_IN * len(heard)
        figure = Figure(figsize=(WIDTH_IN, height))
        axes = figure.add_axes((_LEFT, 0.55 / height, 0.985 - _LEFT, 1 - 0.6 / height))
        axes.set_ylim(-0.6, len(heard) - 0.4)
        axes.set_xlim(0, _reach(heard))
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.tick_params(length=0, labelsize=SMALL)
        axes.set_xlabel("average precision against the truth", fontsize=SMALL)
        for row, one in enumerate(reversed(heard)):
            tone = COLOURS["bad" if one.listens else "accent"]
            axes.plot(
                [one.precision, one.precision_filled], [row, row], color=tone, lw=4, alpha=0.4
            )
            axes.plot([one.precision_filled], [row], "D", ms=6.5, color=tone)
            axes.plot([one.precision], [row], "o", ms=7, color=COLOURS["ink"])
            axes.text(
                -0.02,
                row,
                f"{shown(one.column, limit=_LONGEST)}",
                ha="right",
                va="center",
                transform=axes.get_yaxis_transform(),
                fontsize=SMALL,
            )
        return inline(
            figure,
            name="filled",
            title="What each counterfactual changed",
            description=describe(summary),
        )


def probed(summary: Summary) -> Sequence[Listening]:
    """Return what each counterfactual changed, where one was answered."""
    return [fate.listening for fate in summary.fates if fate.listening is not None]


def describe(summary: Summary) -> str:
    """Return in words what the plot shows."""
    return " ".join(
        f"With {one.column} filled as in training, average precision goes from"
        f" {wording.precision(one.precision)} to {wording.precision(one.precision_filled)}."
        if one.listens
        else f"Filling {one.column} moves no prediction."
        for one in probed(summary)
    )


def _reach(heard: Sequence[Listening]) -> float:
    return min(1.0, 1.15 * max(max(one.precision, one.precision_filled) for one in heard)) or 1.0
