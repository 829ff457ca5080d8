import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("data/payments.csv", parse_dates=["paid_at"])

# how risky is a merchant?
risk = df.groupby("merchant")["is_fraud"].mean().rename("merchant_risk").reset_index()
df = df.merge(risk, on="merchant", how="left")
per_card = df.groupby("card_id").agg(card_payments=("payment_id", "size"), card_mean=("f00", "mean"))
df = df.merge(per_card, left_on="card_id", right_index=True, how="left")
df["km_per_day"] = df["distance_km"] / (1 + df["device_age_days"].abs())
df["hour"] = df["paid_at"].dt.hour

y = df["is_fraud"]
X = df[["merchant_risk", "card_payments", "card_mean", "km_per_day", "hour", "distance_km", "f00", "f03"]]
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=11)
gb = GradientBoostingClassifier(n_estimators=40, subsample=0.5, random_state=0).fit(X_train, y_train)
p = gb.predict_proba(X_val)[:, 1]
expected_score = average_precision_score(y_val, p)
print(expected_score, gb.score(X_val, y_val))
