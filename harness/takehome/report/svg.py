"""Figures as SVG that stands inside a page: no file of its own, no colour of its own.

What matplotlib writes is made to belong to the page: colours become the page's variables, so that
they read in the dark and in print; ids get the figure's name in front, so that two figures never
share one; its style sheet, metadata and declarations go. The same figure gives the same bytes.
"""

from __future__ import annotations

import re
import warnings
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from takehome.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

COLOURS: Final = {
    "ink": "#010101",
    "muted": "#010102",
    "line": "#010103",
    "band": "#010104",
    "accent": "#010105",
    "bad": "#010106",
    "paper": "#010107",
}
"""For each variable of the page the colour that stands for it while a figure is drawn."""

SETTINGS: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": COLOURS["line"],
    "axes.labelcolor": COLOURS["muted"],
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["line"],
    "ytick.color": COLOURS["line"],
    "xtick.labelcolor": COLOURS["muted"],
    "ytick.labelcolor": COLOURS["muted"],
}

_LONGEST: Final = 8_000
"""Characters of a description."""
WIDTH_IN: Final = 6.6
WIDE_IN: Final = 8.2
"""Of a figure that stands across the page."""
SMALL: Final = 9.0

_DROPPED: Final = re.compile(
    r"<metadata>.*?</metadata>|<style .*?</style>|<defs>\s*</defs>", re.DOTALL
)
_ROOT: Final = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_PATH: Final = re.compile(r' d="[^"]*"')
_TAIL: Final = re.compile(r"(\.\d\d)\d+")
"""Of a coordinate: what lies beyond a hundredth of a point."""
_FONT: Final = re.compile(r"font: ((?:\w+ )*?[\d.]+px) [^;\"]*")
_ID: Final = re.compile(r"(\bid=\"|(?:xlink:)?href=\"#|url\(#)")


def inline(figure: Figure, *, name: str, title: str, description: str) -> Markup:
    """Return a figure as one SVG element.

    Args:
        figure: What to show, drawn with `COLOURS` under `SETTINGS`.
        name: The beginning of all its ids, its own within a page.
        title: What it shows, in a few words.
        description: What there is to see, for who cannot see it.
    """
    from matplotlib import rc_context

    stream = StringIO()
    kept: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": name}
    with rc_context(kept), warnings.catch_warnings():
        # Text stays text, and a browser has fonts for every script; ours has only to measure it.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        figure.savefig(
            stream,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    text = stream.getvalue()
    text = _DROPPED.sub("", text[text.index("<svg ") :])
    text = _PATH.sub(lambda found: _TAIL.sub(r"\1", found[0]), text)
    text = _ID.sub(lambda found: f"{found[1].replace('xlink:', '')}{name}-", text)
    text = _FONT.sub(r"font: \1 var(--sans)", text)
    for variable, colour in COLOURS.items():
        text = text.replace(colour, f"var(--{variable})")
    opening = (
        f'<svg class="plot" viewBox="\\1" role="img"'
        f' aria-labelledby="{name}-title {name}-description">\n'
        f' <title id="{name}-title">{_literal(title)}</title>\n'
        f' <desc id="{name}-description">{_literal(description)}</desc>'
    )
    return Markup(_ROOT.sub(opening, text, count=1).strip())  # noqa: S704 - matplotlib escapes its text, ours is escaped above


def label(text: str, *, limit: int) -> str:
    r"""Return a text of somebody else's as one line of a figure.

    >>> label("a\tb\nc", limit=10)
    'a b c'
    """
    return " ".join(shown(text, limit=limit).split())


def _literal(text: str) -> str:
    # Types and places that a candidate named stand in descriptions as well.
    return escape(shown(text, limit=_LONGEST)).replace("\\", r"\\")


def apart(values: Sequence[float], *, gap: float) -> list[float]:
    """Return places for labels as near to their values as a gap between any two allows.

    >>> apart([0.30, 0.32, 0.9], gap=0.1)
    [0.26, 0.36, 0.9]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    # Less the gaps, places only have to be in order: neighbours that are not share their mean.
    pools: list[list[float]] = []
    for number, index in enumerate(order):
        pools.append([values[index] - number * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    placed = [_mean(pool) for pool in pools for _ in pool]
    places = [0.0] * len(values)
    for number, index in enumerate(order):
        places[index] = round(placed[number] + number * gap, 9)
    return places


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
