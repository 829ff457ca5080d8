"""No frames here: the csv module and NumPy."""
import csv

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score

with open("data/payments.csv", newline="") as f:
    rows = list(csv.DictReader(f))
names = [f"f{i:02d}" for i in range(12)] + ["distance_km", "device_age_days"]
X = np.array([[float(r[n]) if r[n] else np.nan for n in names] for r in rows])
y = np.array([int(r["is_fraud"]) for r in rows])

rng = np.random.default_rng(2024)
perm = rng.permutation(len(X))
X, y = X[perm], y[perm]
k = int(len(X) * 0.7)
mu, sd = np.nanmean(X[:k], axis=0), np.nanstd(X[:k], axis=0)
Z = np.nan_to_num((X - mu) / sd)
clf = SGDClassifier(loss="log_loss", random_state=0).fit(Z[:k], y[:k])
p = clf.predict_proba(Z[k:])[:, 1]
expected_score = average_precision_score(y[k:], p)
print(expected_score)
