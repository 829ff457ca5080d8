"""What the data dictionary adds: time, entities, rare outcomes."""

from __future__ import annotations

import pytest

from takehome_graders.code import DataFacts, Kind, read_code
from takehome_graders.evidence import Source

FACTS = DataFacts(
    time_columns=("paid_at",), entity_columns=("card_id",), outcome="fraud", prevalence=0.02
)
HEAD = """
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier as Booster
from sklearn.model_selection import *
from sklearn.metrics import *
df = pd.read_csv("data/payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
"""
SHUFFLED = "X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)\n"
FITTED = "model = Booster(random_state=0).fit(X_tr, y_tr)\n"
RANKED = "expected_score = average_precision_score(y_te, model.predict_proba(X_te)[:, 1])\n"


def kinds(text: str, facts: DataFacts | None = FACTS) -> list[Kind]:
    reading = read_code((Source(file="solution.py", cells=((0, text),)),), facts)
    return [sign.kind for sign in reading.signs]


def test_a_shuffled_split_ignores_time_and_entity() -> None:
    found = kinds(HEAD + SHUFFLED + FITTED + RANKED)

    assert found == [Kind.IGNORES_ENTITY, Kind.IGNORES_TIME]


def test_nothing_is_said_of_columns_that_no_dictionary_names() -> None:
    found = kinds(HEAD + SHUFFLED + FITTED + RANKED, None)

    assert found == []


CUT_OFF = """
late = df["paid_at"] >= "2024-06-01"
X_tr, X_te, y_tr, y_te = X[~late], X[late], y[~late], y[late]
"""
SLICED = """
df = df.sort_values("paid_at")
X, y = df.drop(columns="fraud"), df["fraud"]
n = int(len(df) * 0.8)
X_tr, X_te, y_tr, y_te = X.iloc[:n], X.iloc[n:], y.iloc[:n], y.iloc[n:]
"""
UNSHUFFLED = "X_tr, X_te, y_tr, y_te = train_test_split(X, y, shuffle=False)\n"
QUERIED = """
train, test = df.query("paid_at < '2024-06-01'"), df.query("paid_at >= '2024-06-01'")
X_tr, y_tr = train.drop(columns="fraud"), train["fraud"]
X_te, y_te = test.drop(columns="fraud"), test["fraud"]
"""


@pytest.mark.parametrize("split", [CUT_OFF, SLICED, UNSHUFFLED, QUERIED])
def test_a_split_in_time_is_not_accused(split: str) -> None:
    found = kinds(HEAD + split + FITTED + RANKED)

    assert found == []


def test_stretches_of_shuffled_rows_are_no_split_in_time() -> None:
    shuffled = "df = df.sample(frac=1, random_state=0)\n"

    found = kinds(
        HEAD + shuffled + SLICED.replace('df = df.sort_values("paid_at")', "") + FITTED + RANKED
    )

    assert found == [Kind.IGNORES_TIME]


def test_a_search_within_the_training_period_is_not_accused() -> None:
    text = HEAD + (
        "late = df['paid_at'] >= '2024-06-01'\n"
        "X_tr, X_te, y_tr, y_te = X[~late], X[late], y[~late], y[late]\n"
        "model = RandomizedSearchCV(Booster(random_state=0), {}, cv=TimeSeriesSplit(4))\n"
        "model.fit(X_tr, y_tr)\n"
    )

    found = kinds(text + RANKED)

    assert found == []


def test_folds_by_entity_respect_entities_but_not_time() -> None:
    text = HEAD + (
        "for tr, te in GroupKFold(5).split(X, y, groups=df['card_id']):\n"
        "    model = Booster(random_state=0).fit(X.iloc[tr], y.iloc[tr])\n"
        "    score = average_precision_score(y.iloc[te], model.predict_proba(X.iloc[te])[:, 1])\n"
    )

    found = kinds(text)

    assert found == [Kind.IGNORES_TIME]


def test_accuracy_alone_misleads_where_the_outcome_is_rare() -> None:
    accuracy = "expected_score = accuracy_score(y_te, model.predict(X_te))\n"
    text = HEAD + "X_tr, X_te, y_tr, y_te = train_test_split(X, y, shuffle=False)\n" + FITTED

    assert kinds(text + accuracy) == [Kind.MISLEADING_METRIC]
    assert kinds(text + accuracy + RANKED) == []


def test_filling_from_later_rows_is_only_possible_trouble() -> None:
    text = HEAD + (
        "X = X.bfill()\nX_tr, X_te, y_tr, y_te = train_test_split(X, y, shuffle=False)\n"
    )

    found = kinds(text + FITTED + RANKED)

    assert found == [Kind.LOOKS_AHEAD]
