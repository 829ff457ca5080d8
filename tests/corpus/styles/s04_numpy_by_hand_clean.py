import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"].to_numpy()
cols = ["distance_km", "device_age_days"] + [f"f{i:02d}" for i in range(12)]
M = df[cols].to_numpy(dtype=float)

rng = np.random.default_rng(3)
mask = rng.random(len(M)) < 0.8
mu, sd = np.nanmean(M[mask], axis=0), np.nanstd(M[mask], axis=0)
M = (np.where(np.isnan(M), mu, M) - mu) / sd

model = HistGradientBoostingClassifier(max_iter=120, random_state=0)
model.fit(M[mask], y[mask])
p = model.predict_proba(M[~mask])[:, 1]
print("acc", (model.predict(M[~mask]) == y[~mask]).mean())
expected_score = average_precision_score(y[~mask], p)
print(expected_score)
