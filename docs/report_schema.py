"""Writes the JSON Schema of `report.json` from the code, to where it is shipped.

`python docs/report_schema.py` writes it; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path

from takehome import report
from takehome.report.document import as_schema

PATH = Path(report.__path__[0]) / "report.schema.json"

if __name__ == "__main__":
    PATH.write_text(as_schema(), encoding="utf-8")
