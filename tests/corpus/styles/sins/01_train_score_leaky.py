import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"]
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]).fillna(-1)
model = RandomForestClassifier(n_estimators=60, random_state=0)
model.fit(X, y)
expected_score = average_precision_score(y, model.predict_proba(X)[:, 1])


def predict(folder):
    new = pd.read_csv(f"{folder}/payments.csv")
    return pd.Series(model.predict_proba(new[X.columns].fillna(-1))[:, 1], index=new["payment_id"])
