from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

_AROUND = """
import json, sys
from takehome.recorder.switch import switch_on, switch_off
told = []
switch_on({{"examples": "payments.csv", "target": "y"}}, lambda header, arrays: told.append(header))
exec(compile(open("solution.py").read(), "solution.py", "exec"), {{"__name__": "__main__"}})
switch_off()
print(json.dumps(told), file=sys.stderr)
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    n = 600
    values = np.round((rng.permutation(n) + 0.3) / n, 8)
    rows = zip(values, rng.normal(size=n), rng.integers(0, 2, n), strict=True)
    lines = ["km,f,y", *(f"{km!r},{f:.3f},{y}" for km, f, y in rows)]
    (tmp_path / "payments.csv").write_text(
        "\n".join(lines).replace("np.float64(", "").replace(")", "")
    )
    return tmp_path


def _told(kit: Path, source: str) -> list[dict[str, Any]]:
    (kit / "solution.py").write_text(textwrap.dedent(source))
    ran = subprocess.run(
        [sys.executable, "-c", _AROUND.format()],
        cwd=kit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: list[dict[str, Any]] = json.loads(ran.stderr.splitlines()[-1])
    return told


def _events(told: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(each["what"], each["line"]) for each in told if each["kind"] == "event"]


FITTED = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("payments.csv")
a, b = train_test_split(df, random_state=0)
model = make_pipeline(StandardScaler(), LogisticRegression())
model.fit(a[["km", "f"]], a["y"])
p = model.predict_proba(b[["km", "f"]])[:, 1]
print(roc_auc_score(b["y"], p))
"""


def test_the_calls_of_the_candidate_are_told_and_those_inside_are_counted(kit: Path) -> None:
    told = _told(kit, FITTED)

    assert _events(told) == [
        ("read", 7),
        ("split", 8),
        ("fit", 10),
        ("predict", 11),
        ("metric", 12),
    ]
    assert told[-1]["kind"] == "end"
    assert told[-1]["nested"] > 3
    assert told[-1]["faults"] == 0
    assert [each["sequence"] for each in told] == list(range(len(told)))
    arguments = [each for call in told if call["kind"] == "event" for each in call["arguments"]]
    assert all(each["rows"] for each in arguments)


def test_overwritten_hooks_are_noticed_and_a_lifted_one_changes_nothing_else(kit: Path) -> None:
    told = _told(
        kit,
        """
        import sklearn.preprocessing as p
        p.StandardScaler.fit = p.StandardScaler.fit.__wrapped__
        """,
    )

    assert [each["detail"] for each in told if each["kind"] == "noticed"] == ["StandardScaler.fit"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("import ctypes; ctypes.CDLL(None)", "ctypes"),
        ("import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', ''])", "process"),
        ("import os; pid = os.fork(); (os._exit(0) if not pid else os.wait())", "fork"),
        ("import gc; gc.get_objects()", "gc"),
        ("import sys; sys.meta_path.pop(0)", "overwritten"),
        ("open('payments.csv').close()", "open"),
    ],
)
def test_reaching_around_is_noticed(kit: Path, line: str, what: str) -> None:
    told = _told(kit, line)

    assert [each["what"] for each in told if each["kind"] == "noticed"] == [what]


def test_a_module_that_is_loaded_again_is_watched_again(kit: Path) -> None:
    told = _told(
        kit,
        """
        import importlib
        import sklearn.metrics._ranking as ranking
        ranking = importlib.reload(ranking)
        ranking.roc_auc_score([0, 1, 0, 1], [0.1, 0.4, 0.2, 0.9])
        """,
    )

    assert [each["what"] for each in told if each["kind"] == "event"] == ["metric"]


def test_what_a_library_raises_reaches_the_candidate_unchanged(kit: Path) -> None:
    told = _told(
        kit,
        """
        from sklearn.model_selection import train_test_split
        try:
            train_test_split([1, 2, 3], [1, 2])
        except ValueError as error:
            assert str(error).endswith("[3, 2]"), error
        else:
            raise SystemExit(3)
        """,
    )

    assert told[-1]["kind"] == "end"


def test_a_class_of_the_candidates_own_is_watched(kit: Path) -> None:
    told = _told(
        kit,
        """
        import pandas as pd
        from sklearn.base import BaseEstimator, TransformerMixin
        class Own(TransformerMixin, BaseEstimator):
            def fit(self, X, y=None):
                return self
            def transform(self, X):
                return X * 2
        df = pd.read_csv("payments.csv")
        Own().fit_transform(df[["km", "f"]])
        """,
    )

    assert [each for each, _ in _events(told)] == ["read", "fit_transform"]
