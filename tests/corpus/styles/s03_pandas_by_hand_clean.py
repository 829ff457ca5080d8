import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
features = [c for c in df.columns if c.startswith(("f", "n"))] + ["distance_km", "session_score"]

rng = np.random.RandomState(1)
perm = rng.permutation(len(df))
cut = int(0.75 * len(df))
train = df.iloc[perm[:cut]].reset_index(drop=True)
test = df.iloc[perm[cut:]].reset_index(drop=True)

mean, std = train[features].mean(), train[features].std()
X_train = (train[features].fillna(mean) - mean) / std
X_test = (test[features].fillna(mean) - mean) / std

model = LogisticRegression(max_iter=500).fit(X_train, train["is_fraud"])
p = model.predict_proba(X_test)[:, 1]
expected_score = average_precision_score(test["is_fraud"], p)
print(expected_score)
