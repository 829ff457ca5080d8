import numpy as np
import polars as pl
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import KFold

df = pl.read_csv("data/payments.csv")
numbers = [c for c, t in df.schema.items() if t.is_numeric() and c not in ("is_fraud", "payment_id")]
X = df.select(numbers).to_numpy()
y = df["is_fraud"].to_numpy()

scores = []
for tr, te in KFold(4, shuffle=True, random_state=7).split(X):
    model = LGBMClassifier(n_estimators=80, n_jobs=1, verbose=-1)
    model.fit(X[tr], y[tr])
    scores.append(average_precision_score(y[te], model.predict_proba(X[te])[:, 1]))
expected_score = float(np.mean(scores))
print(scores)
