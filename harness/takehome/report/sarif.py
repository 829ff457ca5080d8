"""Findings at a file and a line as SARIF, so that they show in an editor.

A notebook has cells, and an editor has lines: its code is embedded in the document as one text,
every cell under a line that names it, and findings point at the lines of that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from takehome.text import shown

if TYPE_CHECKING:
    from takehome.report.listing import Listing
    from takehome.report.summary import Summary
    from takehome_graders.marks import Finding

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: Final = {"weakness": "warning", "strength": "none", "note": "none"}
_KINDS: Final = {"weakness": "fail", "strength": "pass", "note": "review"}


def as_sarif(summary: Summary) -> str:
    """Return every finding about leakage, and every other one that has a place."""
    texts = {listing.file: _flat(listing) for listing in summary.listings}
    found = [
        finding
        for criterion in summary.criteria
        for finding in criterion.findings
        if finding.place is not None or criterion.name == "leakage"
    ]
    rules = sorted({_rule(finding) for finding in found})
    run = {
        "tool": {
            "driver": {
                "name": "takehome",
                "version": summary.about.software,
                "rules": [{"id": rule, "name": rule.replace("/", " ")} for rule in rules],
            }
        },
        "artifacts": [
            {"location": {"uri": uri}, "contents": {"text": text}, "sourceLanguage": "python"}
            for uri, text, _ in texts.values()
        ],
        "results": [_result(finding, texts) for finding in found],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _rule(finding: Finding) -> str:
    return f"{finding.criterion}/{finding.plant}" if finding.plant else finding.criterion


def _result(finding: Finding, texts: dict[str, tuple[str, str, dict[int, int]]]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": _rule(finding),
        "level": _LEVELS[finding.tone],
        "kind": _KINDS[finding.tone],
        "message": {"text": _line(f"{finding.claim} {finding.evidence} {finding.question}")},
        "properties": {"certainty": finding.certainty.value, "points": finding.weight},
    }
    place = finding.place
    if place is not None:
        uri, _, starts = texts.get(place.file, (_uri(place.file), "", {}))
        where: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        start = starts.get(place.cell or 0, 0 if place.cell is None else None)
        if place.line is not None and start is not None:
            where["region"] = {"startLine": start + place.line}
        location: dict[str, Any] = {"physicalLocation": where}
        if place.cell is not None:
            location["logicalLocations"] = [{"name": f"cell {place.cell}", "kind": "module"}]
        result["locations"] = [location]
    return result


def _flat(listing: Listing) -> tuple[str, str, dict[int, int]]:
    """Return the address of a text, the text, and the line before each cell's first."""
    notebook = any(cell.number for cell in listing.cells)
    lines: list[str] = []
    starts = {}
    for cell in listing.cells:
        if notebook:
            lines += ["", f"# %% cell {cell.number}"] if lines else [f"# %% cell {cell.number}"]
        starts[cell.number] = len(lines)
        lines += cell.lines
    return _uri(f"{listing.file}.py" if notebook else listing.file), "\n".join(lines), starts


def _uri(file: str) -> str:
    # Quoted, so that no name of a candidate's becomes an address of somewhere else.
    return quote(shown(file, limit=200), safe="/").lstrip("/") or "submission"


def _line(text: str) -> str:
    return " ".join(shown(text, limit=4000).split())
