import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
num = ["distance_km", "session_score", "device_age_days"] + [f"f{i:02d}" for i in range(8)]
df[num] = df[num].fillna(df[num].median())
df[num] = (df[num] - df[num].mean()) / df[num].std()
df = pd.get_dummies(df, columns=["channel"], dtype=float)
cols = num + [c for c in df.columns if c.startswith("channel_")]

rng = np.random.RandomState(7)
idx = rng.permutation(len(df))
cut = int(0.8 * len(df))
tr, te = df.iloc[idx[:cut]].reset_index(drop=True), df.iloc[idx[cut:]].reset_index(drop=True)
clf = LogisticRegression(max_iter=500).fit(tr[cols], tr.is_fraud)
expected_score = average_precision_score(te.is_fraud, clf.predict_proba(te[cols])[:, 1])
