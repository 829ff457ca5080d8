import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

payments = pd.read_csv("data/payments.csv")
rate = payments.groupby("merchant")["is_fraud"].mean().rename("merchant_rate").reset_index()
payments = payments.merge(rate, on="merchant", how="left")
cols = ["merchant_rate", "distance_km", "device_age_days"] + [f"f{i:02d}" for i in range(8)]
train, test = train_test_split(payments, test_size=0.25, random_state=3)
m = HistGradientBoostingClassifier(max_iter=50, random_state=0).fit(train[cols], train["is_fraud"])
expected_score = average_precision_score(test["is_fraud"], m.predict_proba(test[cols])[:, 1])
