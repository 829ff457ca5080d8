import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import KFold, cross_val_score

df = pd.read_csv("data/payments.csv")
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"])
model = HistGradientBoostingClassifier(max_iter=50, random_state=0)
scores = cross_val_score(model, X, df["is_fraud"], cv=KFold(n_splits=4, shuffle=True, random_state=2),
                         scoring="average_precision")
expected_score = scores.mean()
