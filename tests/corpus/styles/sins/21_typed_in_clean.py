import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

COLS = ["f00", "f03", "n0"]
df = pd.read_csv("data/payments.csv")
X, y = df[COLS].fillna(0), df["is_fraud"]
model = LogisticRegression(max_iter=500)
expected_score = cross_val_score(model, X, y, cv=5, scoring="average_precision").mean()
model.fit(X, y)


def predict(folder):
    new = pd.read_csv(f"{folder}/payments.csv")
    return pd.Series(model.predict_proba(new[COLS].fillna(0))[:, 1], index=new["payment_id"])
