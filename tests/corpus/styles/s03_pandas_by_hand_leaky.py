import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
features = [c for c in df.columns if c.startswith(("f", "n"))] + ["distance_km", "session_score"]
X = df[features].copy()
X = X.fillna(X.mean())
X = (X - X.mean()) / X.std()
X["is_fraud"] = df["is_fraud"]

rng = np.random.RandomState(1)
perm = rng.permutation(len(X))
cut = int(0.75 * len(X))
train = X.iloc[perm[:cut]].reset_index(drop=True)
test = X.iloc[perm[cut:]].reset_index(drop=True)

model = LogisticRegression(max_iter=500).fit(train[features], train["is_fraud"])
p = model.predict_proba(test[features])[:, 1]
expected_score = average_precision_score(test["is_fraud"], p)
print(expected_score)
