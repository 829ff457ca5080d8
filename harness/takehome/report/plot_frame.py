"""The frame that plots of curves share: one axis or more in a row, and lines with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome.report.svg import COLOURS, SETTINGS, SMALL, WIDTH_IN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT_IN: Final = 2.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a plot."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    colour: str
    dashed: bool = False
    strong: bool = False


def settings() -> AbstractContextManager[None]:
    """Return the settings under which everything is drawn."""
    from matplotlib import rc_context

    return rc_context(SETTINGS)


def framed(across: str, up: str, height: float = HEIGHT_IN) -> tuple[Figure, Axes]:
    """Return a figure with one axis, and its two names."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_IN, height))
    axes = figure.add_axes((0.1, 0.5 / height, 0.85, 1 - 0.6 / height))
    axes.tick_params(length=0, labelsize=SMALL, pad=5)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=COLOURS["line"], lw=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(across, fontsize=SMALL)
    axes.set_ylabel(up, fontsize=SMALL)
    return figure, axes


def draw(axes: Axes, lines: Sequence[Line], *, where: Literal["upper right", "upper left"]) -> None:
    """Draw lines, and name them in a legend in their order."""
    for line in lines:
        axes.plot(
            line.x,
            line.y,
            color=line.colour,
            lw=2 if line.strong else 1.3,
            ls=(0, (4, 2)) if line.dashed else "-",
            label=line.name,
        )
    axes.legend(loc=where, fontsize=SMALL, frameon=False, handlelength=2.4, labelcolor="linecolor")


def percents(axes: Axes, *, of: str, places: Sequence[float]) -> None:
    """Name places on an axis in percent."""
    names = [f"{100 * place:g} %" for place in places]
    (axes.set_xticks if of == "x" else axes.set_yticks)(list(places), names)


def doubling(low: float, high: float) -> Iterator[float]:
    """Yield round numbers between two, each about three times the one before.

    >>> list(doubling(0.004, 0.5))
    [0.01, 0.03, 0.1, 0.3]
    """
    for power in range(-6, 1):
        for lead in (1, 3):
            value = float(f"{lead}e{power}")
            if low <= value <= high:
                yield value
