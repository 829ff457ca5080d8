"""Fraud model: a pipeline, a column transformer and a grid search."""
from pathlib import Path

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

DATA = Path("data")
TARGET = "is_fraud"

df = pd.read_csv(DATA / "payments.csv", parse_dates=["paid_at"])
X = df.drop(columns=[TARGET, "payment_id", "card_id", "paid_at", "merchant"])
y = df[TARGET]
num = X.select_dtypes("number").columns
cat = X.columns.difference(num)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=42)

pre = ColumnTransformer(
    [
        ("num", Pipeline([("imp", SimpleImputer()), ("sc", StandardScaler())]), num),
        ("cat", OneHotEncoder(handle_unknown="ignore"), cat),
    ]
)
pipe = Pipeline([("pre", pre), ("clf", LogisticRegression(max_iter=300))])

print("cv auc", cross_val_score(pipe, X_train, y_train, cv=5, scoring="roc_auc").mean())
search = GridSearchCV(
    pipe, {"clf__C": [0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]}, cv=StratifiedKFold(4, shuffle=True, random_state=0),
    scoring="average_precision",
)
search.fit(X_train, y_train)
print(search.best_params_, search.best_score_)

proba = search.predict_proba(X_test)[:, 1]
print("auc", roc_auc_score(y_test, proba))
expected_score = average_precision_score(y_test, proba)
print("ap", expected_score)
