"""A small kit, for the tests beside this module."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from takehome.kit import Kit

ROWS = 400


def payments() -> bytes:
    lines = [f"{1000 + n},{(n * 37) % 101}.5,{int(n % 9 == 0)}" for n in range(ROWS)]
    return "\n".join(["payment_id,amount,is_fraud", *lines, ""]).encode()


def a_kit(**changes: Any) -> Kit:
    values: dict[str, Any] = {
        "kit_id": "k-7f3a",
        "title": "Card fraud",
        "brief": "# Card fraud\n\nTell which payments are fraud.\n",
        "data": {
            "payments.csv": payments(),
            "cards.csv": b"card,limit\n1,500\n",
            "dictionary.md": b"# What the columns mean\n",
        },
        "environment": "ipython==9.0\nnumpy==2.4\npandas==3.1\nscikit-learn==1.9\n",
        "id_column": "payment_id",
        "outcome_column": "is_fraud",
        "table": "payments.csv",
        "due": date(2030, 5, 1),
        "deliverables": ("predict", "expected_score"),
        "fit_s": 60.0,
    }
    return Kit(**{**values, **changes})


def notebook_of(*cells: str) -> bytes:
    described: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": cell,
            "outputs": [],
            "execution_count": None,
        }
        for cell in cells
    ]
    document = {"cells": described, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(document).encode()
