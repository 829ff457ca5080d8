"""The plot of what was claimed beside what was realised, the anchors and the optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import wording
from takehome.report.svg import COLOURS, SETTINGS, SMALL, WIDTH_IN, apart, inline

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes

    from takehome.report.summary import Realised, Summary

_LEFT: Final = 0.3
_BAND: Final = 0.15
_NAMES: Final = {
    "prior": "prior",
    "logistic": "logistic",
    "xgboost": "XGBoost",
    "optimum": "optimum",
}


def claimed_against_realised(summary: Summary) -> Markup | None:
    """Return the plot, or None where nothing was realised."""
    if not summary.windows:
        return None
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    rows = len(summary.windows) + 1
    reach = _reach(summary)
    with rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH_IN, 0.5 + 0.78 * rows))
        axes = figure.add_axes((_LEFT, 0.13, 0.985 - _LEFT, 0.86))
        axes.set_xlim(0, reach)
        axes.set_ylim(-0.6, rows - 0.5)
        axes.spines["left"].set_visible(False)
        axes.set_yticks([])
        axes.tick_params(length=0, labelsize=SMALL)
        for row, window in enumerate(summary.windows, start=2):
            _draw_window(axes, rows - row, window, reach)
        _draw_claim(axes, rows - 1, summary)
        return inline(
            figure,
            name="levels",
            title="Claimed against realised average precision",
            description=describe(summary),
        )


def describe(summary: Summary) -> str:
    """Return in words what the plot shows."""
    parts = [f"Claimed {wording.precision(summary.claimed)}."]
    parts += [
        f"Realised {w.words} {wording.precision(w.average_precision)}, between"
        f" {wording.precision(w.low)} and {wording.precision(w.high)}; the optimum there is"
        f" {wording.precision(w.scale.optimum.average_precision)}, an honest XGBoost reaches"
        f" {wording.precision(w.scale.xgboost.average_precision)}."
        for w in summary.windows
    ]
    return " ".join(parts)


def _reach(summary: Summary) -> float:
    levels = [w.scale.optimum.average_precision for w in summary.windows]
    levels += [w.high for w in summary.windows]
    levels += [min(1.0, c) for c in (summary.claimed, summary.claimed_high) if c is not None]
    return min(1.0, max(levels)) * 1.13


def _draw_window(axes: Axes, y: int, window: Realised, reach: float) -> None:
    scale = window.scale
    levels = {name: getattr(scale, name).average_precision for name in _NAMES}
    prior, optimum = levels["prior"], levels["optimum"]
    axes.barh(y, optimum - prior, left=prior, height=2 * _BAND, color=COLOURS["band"], lw=0)
    for level in levels.values():
        axes.plot([level, level], [y - _BAND, y + _BAND], color=COLOURS["muted"], lw=1)
    for side, names in ((1, ("prior", "xgboost")), (-1, ("logistic", "optimum"))):
        places = apart([levels[name] for name in names], gap=reach * 0.13)
        for name, place in zip(names, places, strict=True):
            axes.text(
                place,
                y + side * (_BAND + 0.05),
                _NAMES[name],
                ha="center",
                va="bottom" if side > 0 else "top",
                fontsize=SMALL - 0.5,
                color=COLOURS["muted"],
            )
    value = window.average_precision
    axes.plot([window.low, window.high], [y, y], color=COLOURS["ink"], lw=2.2)
    axes.plot([value], [y], "o", ms=8, color=COLOURS["ink"])
    _label(axes, y, f"Realised\n{window.words}", wording.precision(value))


def _draw_claim(axes: Axes, y: int, summary: Summary) -> None:
    claimed, realised = summary.claimed, summary.realised
    if claimed is None:
        _label(axes, y, "Claimed", "nothing")
        return
    at = min(max(claimed, 0.0), 1.0)
    tone = COLOURS["bad"] if summary.overclaimed else COLOURS["accent"]
    if realised is not None:
        axes.plot([realised, at], [y, y], color=tone, lw=5, alpha=0.3, solid_capstyle="butt")
        axes.plot([realised, realised], [y, y - 1], color=COLOURS["muted"], lw=0.9, ls=":")
        gap = claimed - realised
        if abs(gap) > 0.06 * axes.get_xlim()[1]:
            axes.text(
                (realised + at) / 2,
                y + 0.12,
                f"{abs(gap):.2f} {'more' if gap > 0 else 'less'} than realised",
                ha="center",
                va="bottom",
                fontsize=SMALL,
                color=tone,
            )
    if summary.claimed_low is not None and summary.claimed_high is not None:
        ends = [min(max(end, 0.0), 1.0) for end in (summary.claimed_low, summary.claimed_high)]
        axes.plot(ends, [y, y], color=tone, lw=2.2)
    axes.plot([at], [y], "D", ms=7.5, color=tone)
    _label(axes, y, "Claimed", wording.precision(claimed), tone)


def _label(axes: Axes, y: float, words: str, value: str, colour: str = COLOURS["ink"]) -> None:
    across = axes.get_yaxis_transform()
    first, _, second = words.partition("\n")
    left = -_LEFT / (0.985 - _LEFT) + 0.005
    middle = "bottom" if second else "center"
    axes.text(left, y, first, va=middle, transform=across, fontsize=SMALL + 0.5)
    axes.text(
        left, y - 0.04, second, va="top", transform=across, fontsize=SMALL, color=COLOURS["muted"]
    )
    axes.text(
        -0.025,
        y,
        value,
        ha="right",
        va="center",
        transform=across,
        fontsize=SMALL + 2,
        fontweight="bold",
        color=colour,
    )
