import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data/payments.csv", parse_dates=["paid_at"])
df["hour"] = df["paid_at"].dt.hour
cols = ["distance_km", "device_age_days", "hour"] + [f"f{i:02d}" for i in range(8)]
X_tr, X_te, y_tr, y_te = train_test_split(
    df[cols].fillna(0), df["is_fraud"], test_size=0.3, random_state=11, shuffle=True
)
pipe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_tr, y_tr)
expected_score = average_precision_score(y_te, pipe.predict_proba(X_te)[:, 1])
