import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"]
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]).fillna(-1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
rf = RandomForestClassifier(n_estimators=60, random_state=5).fit(X_train, y_train)
expected_score = average_precision_score(y_test, rf.predict_proba(X_test)[:, 1])
