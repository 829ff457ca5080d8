"""The plot of what re-runs on changed data claim and realise, beside the submission as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame
from takehome.report.svg import COLOURS, SMALL, WIDTH_IN, inline, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup
    from matplotlib.axes import Axes

    from takehome.report.again import Again, Ran

_ROW_IN: Final = 0.42
_LEFT: Final = 0.36
_LONGEST: Final = 36


def rerun(again: Again | None) -> Markup | None:
    """Return the plot, or None where nothing ran again that could be drawn."""
    if again is None or not _drawn(again):
        return None
    from matplotlib.figure import Figure

    runs = again.runs
    with plot_frame.settings():
        height = 0.65 + _ROW_IN * len(runs)
        figure = Figure(figsize=(WIDTH_IN, height))
        axes = figure.add_axes((_LEFT, 0.55 / height, 0.985 - _LEFT, 1 - 0.6 / height))
        axes.set_ylim(len(runs) - 0.4, -0.6)
        axes.set_xlim(0, _reach(again))
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.tick_params(length=0, labelsize=SMALL)
        axes.set_xlabel("average precision", fontsize=SMALL)
        for row, run in enumerate(runs):
            _draw(axes, row, run)
        return inline(
            figure, name="runs", title="What each re-run changed", description=describe(again)
        )


def describe(again: Again) -> str:
    """Return in words what the plot shows."""
    return " ".join(_sentence(run) for run in again.runs)


def _sentence(run: Ran) -> str:
    if run.ended:
        return f"{run.words.capitalize()}, it ended otherwise."
    claims = "claims nothing" if run.claimed is None else f"claims {run.claimed:.3f}"
    does = "was not asked" if run.realised is None else f"realises {run.realised:.3f}"
    return f"{run.words[:1].upper()}{run.words[1:]}, it {claims} and {does}."


def _drawn(again: Again) -> bool:
    numbers = [number for run in again.runs for number in (run.claimed, run.realised)]
    return len(again.runs) > 1 and any(number is not None for number in numbers)


def _reach(again: Again) -> float:
    numbers = list(_numbers(again))
    return min(1.0, 1.15 * max(numbers)) or 1.0


def _numbers(again: Again) -> Iterator[float]:
    for run in again.runs:
        for number in (run.claimed, run.realised):
            if number is not None:
                yield min(max(number, 0.0), 1.0)


def _draw(axes: Axes, row: int, run: Ran) -> None:
    claimed = None if run.claimed is None else min(max(run.claimed, 0.0), 1.0)
    if claimed is not None and run.realised is not None:
        axes.plot([run.realised, claimed], [row, row], color=COLOURS["accent"], lw=4, alpha=0.4)
    if claimed is not None:
        axes.plot([claimed], [row], "D", ms=6.5, color=COLOURS["accent"])
    if run.realised is not None:
        axes.plot([run.realised], [row], "o", ms=7, color=COLOURS["ink"])
    if run.ended:
        axes.text(0, row, "it ended otherwise", va="center", fontsize=SMALL,
                  color=COLOURS["muted"])  # fmt: skip
    axes.text(
        -0.02,
        row,
        label(run.words, limit=_LONGEST),
        ha="right",
        va="center",
        transform=axes.get_yaxis_transform(),
        fontsize=SMALL,
        fontweight="normal" if row else "bold",
    )
