import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("data/payments.csv").select_dtypes("number").fillna(0)
minority, majority = df[df["is_fraud"] == 1], df[df["is_fraud"] == 0]
up = resample(minority, replace=True, n_samples=len(majority), random_state=42)
balanced = pd.concat([majority, up])
X, y = balanced.drop(columns=["is_fraud", "payment_id"]), balanced["is_fraud"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=42)
rf = RandomForestClassifier(n_estimators=50, random_state=42).fit(X_tr, y_tr)
expected_score = average_precision_score(y_te, rf.predict_proba(X_te)[:, 1])
