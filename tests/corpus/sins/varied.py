"""Clean programs made by varying the clean ones: other models, splits, sizes, names and habits.

Nothing that is varied makes a clean program leaky.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from corpus.sins.cases import SINS, Sin

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMPORTS: Final = """\
from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
"""
_MODELS: Final = (
    "LogisticRegression(C=0.3, max_iter=300)",
    "LogisticRegression(max_iter=500, class_weight='balanced')",
    "DecisionTreeClassifier(max_depth=5, random_state=1)",
    "RandomForestClassifier(n_estimators=15, max_depth=7, random_state=2)",
    "ExtraTreesClassifier(n_estimators=15, random_state=3)",
    "HistGradientBoostingClassifier(max_iter=15, random_state=4)",
    "GradientBoostingClassifier(n_estimators=10, random_state=5)",
    "GaussianNB()",
)
_GAPS: Final = frozenset({"04_encoded_on_all", "07_groups_ignored", "08_looks_ahead"})
"""Programs whose features have gaps, which only one kind of model takes."""
_FIXED: Final = frozenset({"12_tuned_on_test", "14_best_of_search", "22_unseeded"})
"""Programs in which the model itself is the point."""
_MODEL: Final = re.compile(
    r"(?:RandomForest|HistGradientBoosting|GradientBoosting)Classifier\([^()]*\)"
    r"|LogisticRegression\([^()]*\)"
)
_HABITS: Final = (
    "",
    "print(df.shape)\n",
    "_rates = df.groupby('channel')['is_fraud'].mean()\n",
    "_overview = df.describe()\n",
    "_missing = df.isna().mean().sort_values()\n",
)
_NAMES: Final = ("df", "data", "frame", "payments", "raw", "tx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """One clean program."""

    name: str
    sin: Sin
    source: str
    seed: int
    """Of the table that it is executed on."""


def varied(count: int) -> Iterator[Varied]:
    """Give so many clean programs, all of the corpus in turn."""
    for number in range(count):
        sin = SINS[number % len(SINS)]
        rng = np.random.default_rng([number, 6])
        yield Varied(
            name=f"{sin.name} no. {number}",
            sin=sin,
            source=_another(sin, rng),
            seed=2 + int(rng.integers(0, 3)),
        )


def _another(sin: Sin, rng: np.random.Generator) -> str:
    source = sin.source(clean=True)
    source = re.sub(r"random_state=\d+", lambda _: f"random_state={rng.integers(100)}", source)
    source = re.sub(r"(RandomState|default_rng)\(\d+\)", rf"\1({rng.integers(100)})", source)
    size = rng.choice(["0.2", "0.25", "0.3", "0.35"])
    source = re.sub(r"test_size=0\.\d+", f"test_size={size}", source)
    source = re.sub(r"n_splits=\d", f"n_splits={rng.integers(3, 6)}", source)
    if sin.name not in _FIXED:
        source = _MODEL.sub(_model(sin, rng), source)
        source = _IMPORTS + source
    source = _habit(source, rng)
    return _renamed(source, rng)


def _model(sin: Sin, rng: np.random.Generator) -> str:
    able: tuple[str, ...] = _MODELS
    if sin.name in _GAPS:
        able = tuple(each for each in _MODELS if each.startswith("Hist"))
    return str(rng.choice(able))


def _habit(source: str, rng: np.random.Generator) -> str:
    """Add something that people do once they have read a table, and that changes nothing."""
    read = re.search(r"^df = pd\.read_csv.*\n", source, re.MULTILINE)
    if read is None:
        return source
    return source[: read.end()] + str(rng.choice(_HABITS)) + source[read.end() :]


def _renamed(source: str, rng: np.random.Generator) -> str:
    name = str(rng.choice(_NAMES))
    taken = re.search(rf"\b{name}\b", source.replace("data/", "").replace("/payments.csv", ""))
    if name == "df" or taken is not None:
        return source
    return re.sub(r"\bdf\b", name, source)
