"""The preview as one HTML file: no script, no request, nothing outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.preview.plot import drawn
from takehome.preview.words import priced, promised, verdict
from takehome.report.rendering import template

if TYPE_CHECKING:
    from takehome.preview.preview import Preview


def render(preview: Preview) -> str:
    """Return the page. The same preview gives the same bytes."""
    return template("preview.html.j2").render(
        file=preview.challenge.file,
        brief=preview.challenge.brief,
        verdict=verdict(preview.certificate),
        accepted=preview.certificate.accepted,
        tables=preview.tables,
        scales=preview.scales,
        prevalence=preview.prevalence,
        planted=[
            (each, drawn(each), priced(each.price), promised(each.bait)) for each in preview.planted
        ],
        hidden={name for each in preview.planted for name in each.record.columns},
    )
