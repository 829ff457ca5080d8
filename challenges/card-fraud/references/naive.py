"""Chargeback model: XGBoost on the payments table."""

from pathlib import Path

import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

DATA = Path("data") if Path("data").exists() else Path("../data")

# Known only after the payment, so the model must not see them
LEAKS = ["refunded_amount", "review_minutes"]
IDS = ["payment_id", "card_id", "merchant_id"]


def load(folder):
    folder = Path(folder)
    df = pd.read_csv(folder / "payments.csv", parse_dates=["paid_at"])
    df = df.merge(pd.read_csv(folder / "cards.csv"), on="card_id", how="left")
    df = df.merge(pd.read_csv(folder / "merchants.csv"), on="merchant_id", how="left")
    return df


def make_features(df):
    X = df.drop(columns=IDS + LEAKS + ["is_chargeback"], errors="ignore")
    X["hour"] = X["paid_at"].dt.hour
    X["dayofweek"] = X["paid_at"].dt.day_of_week
    X = X.drop(columns=["paid_at", "issued_on", "onboarded_on"])
    return pd.get_dummies(X, dtype=float)


df = load(DATA)
X = make_features(df)
y = df["is_chargeback"]
print(X.shape, y.mean())

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)

model = XGBClassifier(random_state=42, n_jobs=1)
model.fit(X_train, y_train)

p = model.predict_proba(X_test)[:, 1]
print("AUC", roc_auc_score(y_test, p))
expected_score = float(average_precision_score(y_test, p))
print("average precision", expected_score)

# refit on everything
model.fit(X, y)
columns = X.columns


def predict(folder):
    new = load(folder)
    features = make_features(new).reindex(columns=columns, fill_value=0)
    return pd.Series(model.predict_proba(features)[:, 1], index=new["payment_id"])


def decide(probabilities):
    # worth a look: rather a chargeback than not
    return (probabilities > 0.5).to_numpy()
