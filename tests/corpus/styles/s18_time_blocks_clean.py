"""Train on the past, leave a gap, judge on what comes next."""
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, log_loss

train = pd.read_csv("data/payments.csv", parse_dates=["paid_at"]).sort_values("paid_at", ignore_index=True)
TARGET = "is_fraud"
CATEGORIES = {c: sorted(train[c].unique()) for c in ["channel", "scheme", "region"]}


def features(rows, known):
    x = rows[["distance_km", "session_score", "f00", "f01", "f02", "f03", "n0", "n1"]].astype(float)
    for column, levels in CATEGORIES.items():
        x[column] = pd.Categorical(rows[column], categories=levels)
    x["hour"] = rows["paid_at"].dt.hour
    rate = known.groupby("merchant")[TARGET].mean()
    x["merchant_rate"] = rows["merchant"].map(rate).astype(float)
    return x


def new_model(seed=7):
    return xgb.XGBClassifier(n_estimators=120, max_depth=4, learning_rate=0.08, enable_categorical=True,
                             tree_method="hist", n_jobs=1, random_state=seed)


days = (train["paid_at"] - train["paid_at"].min().normalize()).dt.days
judged = []
for number in range(4):
    end = days.max() + 1 - number * 40
    past, block = train[days < end - 47], train[(days >= end - 40) & (days < end)]
    half = past.iloc[: len(past) // 2]
    rest = past.iloc[len(past) // 2 :]
    model = new_model().fit(features(rest, half), rest[TARGET])
    guess = model.predict_proba(features(block, past))[:, 1]
    judged.append(pd.DataFrame({"fold": number, "label": block[TARGET], "guess": guess}))
judged = pd.concat(judged, ignore_index=True)
for _, fold in judged.groupby("fold"):
    print(average_precision_score(fold["label"], fold["guess"]), log_loss(fold["label"], fold["guess"]))
expected_score = float(np.mean([average_precision_score(f["label"], f["guess"]) for _, f in judged.groupby("fold")]))
print(expected_score)
models = [new_model(seed).fit(features(train, train), train[TARGET]) for seed in (7, 8)]
