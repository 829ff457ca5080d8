"""The plot of how it went over time, with the planted drifts marked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from takehome.report import wording
from takehome.report.svg import COLOURS, SETTINGS, SMALL, WIDTH_IN, apart, inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from markupsafe import Markup
    from matplotlib.axes import Axes

    from takehome.report.over_time import Drift, Week
    from takehome.report.summary import Summary

_TICKS: Final = 5
_HEIGHT_IN: Final = 2.5
_ROW_IN: Final = 0.33
"""Of one drift, above the plot."""


def over_time(summary: Summary) -> Markup | None:
    """Return the plot, or None where no window was answered."""
    if not summary.weeks:
        return None
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(SETTINGS):
        drifts = list(shown_drifts(summary))
        above = _ROW_IN * max(1, len(drifts))
        height = _HEIGHT_IN + above
        figure = Figure(figsize=(WIDTH_IN, height))
        axes = figure.add_axes((0.07, 0.3 / height, 0.76, 1 - (0.3 + above) / height))
        axes.set_ylim(0, _reach(summary))
        axes.tick_params(length=0, labelsize=SMALL, pad=5)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", color=COLOURS["line"], lw=0.6)
        axes.set_axisbelow(True)
        _draw_time(axes, summary)
        _draw_levels(axes, summary)
        _draw_drifts(axes, summary.weeks[0].starts, drifts)
        return inline(
            figure,
            name="weeks",
            title="Average precision week by week",
            description=describe(summary),
        )


def describe(summary: Summary) -> str:
    """Return in words what the plot shows."""
    first, last = summary.weeks[0], summary.weeks[-1]
    course = (
        f"In the week of {wording.day(first.starts)} the model realises"
        f" {wording.precision(first.average_precision)}, in the week of {wording.day(last.starts)}"
        f" {wording.precision(last.average_precision)}."
    )
    drifts = [f"Planted: {_words(drift)}." for drift in shown_drifts(summary)]
    return " ".join([course, *drifts])


def shown_drifts(summary: Summary) -> Iterator[Drift]:
    """Yield the drifts that move, or hold, within the weeks shown."""
    for drift in summary.drifts:
        if drift.since < summary.weeks[-1].ends:
            yield drift


def _words(drift: Drift) -> str:
    kind = f"{drift.mechanism.replace('-', ' ')} drift"
    if drift.until is None:
        return f"{kind} since {wording.day(drift.since)}"
    return f"{kind}, gradual, {wording.day(drift.since)} to {wording.day(drift.until)}"


def _reach(summary: Summary) -> float:
    levels = [max(w.average_precision, w.optimum, w.xgboost) for w in summary.weeks]
    if summary.claimed is not None:
        levels.append(min(1.0, summary.claimed))
    return min(1.0, max(levels)) * 1.12


def _draw_time(axes: Axes, summary: Summary) -> None:
    first, last = summary.weeks[0].starts, summary.weeks[-1].ends
    axes.set_xlim(0, (last - first).days)
    step = max(7, round((last - first).days / _TICKS / 7) * 7)
    places = range(0, (last - first).days, step)
    days = [first + timedelta(days=place) for place in places]
    axes.set_xticks(list(places), [wording.day(day).rpartition(" ")[0] for day in days])


def _draw_levels(axes: Axes, summary: Summary) -> None:
    first = summary.weeks[0].starts
    ends: list[tuple[float, str, str, str]] = []
    last = summary.weeks[-1]
    for window in dict.fromkeys(week.window for week in summary.weeks):
        weeks = [week for week in summary.weeks if week.window == window]
        span = [(weeks[0].starts - first).days, (weeks[-1].ends - first).days]
        axes.plot(span, [weeks[0].xgboost] * 2, color=COLOURS["muted"], lw=1.1, ls=(0, (4, 2)))
    for run in _runs(summary.weeks):
        middles = [_middle(week, first) for week in run]
        axes.plot(middles, [week.optimum for week in run], color=COLOURS["muted"], lw=1.3)
        own = [week.average_precision for week in run]
        axes.plot(middles, own, "o-", color=COLOURS["accent"], lw=2, ms=4.5)
    ends.append((last.average_precision, "this model", COLOURS["accent"], "bold"))
    ends.append((last.optimum, "optimum", COLOURS["muted"], "normal"))
    ends.append((last.xgboost, "XGBoost", COLOURS["muted"], "normal"))
    if summary.claimed is not None:
        at = min(max(summary.claimed, 0.0), 1.0)
        tone = COLOURS["bad"] if summary.overclaimed else COLOURS["accent"]
        axes.axhline(at, color=tone, lw=1.4, ls=(0, (1, 1.5)))
        ends.append((at, "claimed", tone, "bold"))
    _name_ends(axes, ends)


def _runs(weeks: Sequence[Week]) -> Iterator[list[Week]]:
    """Yield the stretches of weeks without a gap between them."""
    run = [weeks[0]]
    for week in weeks[1:]:
        if week.starts != run[-1].ends:
            yield run
            run = []
        run.append(week)
    yield run


def _middle(week: Week, first: date) -> float:
    return ((week.starts - first).days + (week.ends - first).days) / 2


def _name_ends(axes: Axes, ends: list[tuple[float, str, str, str]]) -> None:
    ends = sorted(ends)
    places = apart([end[0] for end in ends], gap=axes.get_ylim()[1] * 0.07)
    for place, (_, words, colour, weight) in zip(places, ends, strict=True):
        axes.text(
            1.015,
            place,
            words,
            va="center",
            transform=axes.get_yaxis_transform(),
            fontsize=SMALL + 0.5,
            color=colour,
            fontweight=weight,
        )


def _draw_drifts(axes: Axes, first: date, drifts: Sequence[Drift]) -> None:
    """Draw when each drift holds, above the weeks: fading in while it is gradual."""
    length = axes.get_xlim()[1]
    across = axes.get_xaxis_transform()
    row = _ROW_IN / (_HEIGHT_IN - 0.3)
    for number, drift in enumerate(reversed(drifts)):
        y = 1 + row * (number + 0.25)
        since = (drift.since - first).days
        whole = since if drift.until is None else (drift.until - first).days
        begins, complete = max(since, 0), min(max(whole, 0), length)
        axes.plot(
            [begins, complete],
            [y, y],
            color=COLOURS["muted"],
            lw=1.6,
            ls=(0, (1.5, 1)),
            transform=across,
            clip_on=False,
        )
        axes.plot(
            [complete, length],
            [y, y],
            color=COLOURS["muted"],
            lw=2.4,
            transform=across,
            clip_on=False,
        )
        for day in (since, whole):
            if 0 < day < length:
                axes.axvline(day, color=COLOURS["ink"], lw=0.9, ls=(0, (4, 2.5)))
        late = begins > length / 2
        axes.text(
            length if late else begins,
            y + row * 0.16,
            f"{'◂ ' if since < 0 else ''}{_words(drift)}",
            ha="right" if late else "left",
            va="bottom",
            transform=across,
            fontsize=SMALL,
        )
