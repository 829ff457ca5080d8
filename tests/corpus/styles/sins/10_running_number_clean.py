import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("data/payments.csv")
ids = ["payment_id", "ticket_no"]
X = df.select_dtypes("number").drop(columns=ids + ["is_fraud", "refund_amount", "review_minutes"]).fillna(-1)
y = df["is_fraud"]
a, b, ya, yb = train_test_split(X, y, test_size=0.25, random_state=9)
gb = GradientBoostingClassifier(n_estimators=40, random_state=0).fit(a, ya)
expected_score = average_precision_score(yb, gb.predict_proba(b)[:, 1])
