"""Submissions as candidates hand them in, good and bad, for the tests beside this module."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ANSWERS = b'kit = "k-1"\n'
SCRIPT = b"expected_score = 0.5\n"


def cell(source: Any, kind: Any = "code", **more: Any) -> dict[str, Any]:
    base = {"cell_type": kind, "metadata": {}, "source": source, **more}
    return {"execution_count": 3, "outputs": [], **base} if kind == "code" else base


def notebook(*cells: Any, **more: Any) -> bytes:
    document = {"cells": [*cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **more}
    return json.dumps(document).encode()


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def laid_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
