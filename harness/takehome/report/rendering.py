"""The one environment in which every page is rendered.

Everything that is not known to be our own markup is escaped and freed of control and bidi
characters, wherever in a template it stands; a name that is not there is an error and never a gap.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from takehome.report import wording
from takehome.report.choice import HELD
from takehome.report.code import coloured, segments
from takehome.report.fate_words import fate_words
from takehome.report.plot_flow import rows_of
from takehome.report.plot_scheme import split_words
from takehome.report.spots import short
from takehome.text import shown

if TYPE_CHECKING:
    from jinja2 import Template

_LONGEST: Final = 20_000
_FILTERS: Final = {
    "points": wording.points,
    "precision": wording.precision,
    "share": wording.share,
    "seconds": wording.seconds,
    "day": wording.day,
    "moment": wording.moment,
    "percent": wording.percent,
    "fate": fate_words,
    "rows_of": rows_of,
    "split_words": split_words,
    "short": short,
    "gauge_at": lambda tick, gauge: gauge.at(tick),
    "coloured": coloured,
    "segments": segments,
}
_GLOBALS: Final = {
    "between": wording.between,
    "outcome_tones": wording.OUTCOME_TONES,
    "status_tones": wording.STATUS_TONES,
    "signs": wording.SIGNS,
    "held": HELD,
}


def template(name: str) -> Template:
    """Return the template of that name."""
    return _environment().get_template(name)


@cache
def style(*names: str) -> Markup:
    """Return the style sheets of those names, of `style/`, one after the other."""
    folder = files("takehome.report").joinpath("style")
    sheets = [folder.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in names]
    return Markup("\n".join(sheets))  # noqa: S704 - files of ours


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("takehome.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _FILTERS
    environment.globals |= _GLOBALS | {"style": style}
    return environment


def _clean(value: Any) -> Any:
    if isinstance(value, Markup | int | float):
        return value
    if value.__class__ is str and value.isascii() and value.isprintable():
        return value if len(value) <= _LONGEST else value[:_LONGEST]
    return shown(str(value), limit=_LONGEST)
