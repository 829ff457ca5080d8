import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"].to_numpy()
cols = ["distance_km", "device_age_days"] + [f"f{i:02d}" for i in range(12)]
M = df[cols].to_numpy(dtype=float)
M = np.where(np.isnan(M), np.nanmean(M, axis=0), M)
M = (M - M.mean(axis=0)) / M.std(axis=0)

rng = np.random.default_rng(3)
mask = rng.random(len(M)) < 0.8
model = HistGradientBoostingClassifier(max_iter=120, random_state=0)
model.fit(M[mask], y[mask])
p = model.predict_proba(M[~mask])[:, 1]
print("acc", (model.predict(M[~mask]) == y[~mask]).mean())
expected_score = average_precision_score(y[~mask], p)
print(expected_score)
