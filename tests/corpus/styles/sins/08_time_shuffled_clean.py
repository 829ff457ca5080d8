import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data/payments.csv", parse_dates=["paid_at"]).sort_values("paid_at")
df["hour"] = df["paid_at"].dt.hour
df["nth_of_card"] = df.groupby("card_id").cumcount()
cols = ["distance_km", "device_age_days", "hour", "nth_of_card"] + [f"f{i:02d}" for i in range(8)]
cut = df["paid_at"].quantile(0.7)
before, after = df[df["paid_at"] <= cut], df[df["paid_at"] > cut]
pipe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
pipe.fit(before[cols].fillna(0), before["is_fraud"])
expected_score = average_precision_score(
    after["is_fraud"], pipe.predict_proba(after[cols].fillna(0))[:, 1]
)
