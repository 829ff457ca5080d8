"""Every rendering of one sitting by its name: what `takehome report --format` knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import candidate, csv_table, document, junit, markdown, page, sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from takehome.report.summary import Summary

RENDERED: Final[Mapping[str, tuple[str, Callable[[Summary], str]]]] = {
    "html": ("report.html", page.render),
    "json": ("report.json", document.as_json),
    "markdown": ("report.md", markdown.as_markdown),
    "csv": ("report.csv", csv_table.as_csv),
    "junit": ("report.xml", junit.as_junit),
    "sarif": ("report.sarif", sarif.as_sarif),
    "candidate": ("feedback.html", lambda s: candidate.render(candidate.feedback(s))),
}
"""By its name the file that it is written to, and what renders it."""
