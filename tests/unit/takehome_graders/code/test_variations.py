"""Clean programs, varied in every part that a candidate may write differently: none is accused."""

from __future__ import annotations

from itertools import product

from takehome_graders.code import DataFacts, Kind, read_code
from takehome_graders.evidence import Source

FACTS = DataFacts(time_columns=("paid_at",), entity_columns=("card",), prevalence=0.02)
HEAD = """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data/payments.csv").sort_values("paid_at")
print(df.describe(), df["amount"].mean(), df.groupby("card")["amount"].mean())
"""
CLEANED = (
    "",
    "df = df.dropna(subset=['amount'])\n",
    "df['amount'] = df['amount'].fillna(0).clip(upper=10_000)\n",
    "df = df.assign(log=lambda d: np.log1p(d['amount'])).drop(columns='memo')\n",
    "df = pd.get_dummies(df, columns=['channel'])\n",
)
SPLITS = (
    (
        "cut = df['paid_at'].quantile(0.8)\n"
        "train, test = df[df['paid_at'] <= cut], df[df['paid_at'] > cut]\n"
    ),
    "n = int(len(df) * 0.8)\ntrain, test = df.iloc[:n].copy(), df.iloc[n:].copy()\n",
    "late = df['paid_at'] >= '2024-06-01'\ntrain, test = df[~late], df.loc[late]\n",
    (
        "def split(frame, day):\n"
        "    return frame[frame['paid_at'] < day], frame[frame['paid_at'] >= day]\n"
        "train, test = split(df, '2024-06-01')\n"
    ),
)
PARTS = """
X_tr, y_tr = train.drop(columns=["fraud", "paid_at"]), train["fraud"]
X_te, y_te = test.drop(columns=["fraud", "paid_at"]), test["fraud"]
"""
SHAPED = (
    "",
    (
        "scaler = StandardScaler().fit(X_tr)\n"
        "X_tr, X_te = scaler.transform(X_tr), scaler.transform(X_te)\n"
    ),
    "mean, sd = X_tr.mean(), X_tr.std()\nX_tr = (X_tr - mean) / sd\nX_te = (X_te - mean) / sd\n",
    (
        "imputer = SimpleImputer()\nX_tr = imputer.fit_transform(X_tr)\n"
        "X_te = imputer.transform(X_te)\n"
    ),
    (
        "rates = train.groupby('merchant')['fraud'].mean()\n"
        "for part in (X_tr, X_te):\n    part['rate'] = part['merchant'].map(rates).fillna(0.02)\n"
    ),
)
MODELS = (
    "model = LogisticRegression()\nmodel.fit(X_tr, y_tr)\n",
    "model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_tr, y_tr)\n",
    (
        "model = RandomForestClassifier(random_state=0).fit(X_tr, y_tr)\n"
        "print(cross_val_score(model, X_tr, y_tr, cv=TimeSeriesSplit(4)).mean())\n"
    ),
)
TAIL = """
print("train", average_precision_score(y_tr, model.predict_proba(X_tr)[:, 1]))
expected_score = average_precision_score(y_te, model.predict_proba(X_te)[:, 1])

def predict(folder):
    rows = pd.read_csv(folder / "payments.csv")
    return pd.Series(model.predict_proba(rows)[:, 1], index=rows["id"])
"""


def programs() -> list[str]:
    parts = product(CLEANED, SPLITS, SHAPED, MODELS)
    return [HEAD + a + b + PARTS + c + d + TAIL for a, b, c, d in parts]


def test_three_hundred_clean_programs_are_not_accused() -> None:
    texts = programs()

    accused = [
        (sign.kind, text)
        for text in texts
        for sign in read_code((Source(file="s.py", cells=((0, text),)),), FACTS).signs
    ]

    assert len(texts) == 300
    assert accused == []


def test_each_of_them_is_seen_once_it_leaks() -> None:
    leak = "df[['amount']] = StandardScaler().fit_transform(df[['amount']])\n"
    texts = [
        text.replace("print(df.describe()", f"{leak}print(df.describe()") for text in programs()
    ]

    unseen = [
        text
        for text in texts
        if Kind.PREPROCESSING
        not in {s.kind for s in read_code((Source(file="s.py", cells=((0, text),)),), FACTS).signs}
    ]

    assert unseen == []
