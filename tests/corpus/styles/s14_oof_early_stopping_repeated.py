import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedGroupKFold, train_test_split

df = pd.read_csv("data/payments.csv", parse_dates=["paid_at"])
for c in ["channel", "scheme", "region"]:
    df[c] = df[c].astype("category")
df["hour"] = df.paid_at.dt.hour
FEATURES = df.columns.difference(["is_fraud", "payment_id", "card_id", "paid_at", "merchant"]).tolist()
X, y = df[FEATURES], df["is_fraud"]

oof = np.zeros(len(df))
folds = StratifiedGroupKFold(10, shuffle=True, random_state=1)
for fold, (tr, va) in enumerate(folds.split(X, y, df["card_id"])):
    fit, stop = train_test_split(tr, test_size=0.15, random_state=fold)
    model = lgb.LGBMClassifier(n_estimators=500, learning_rate=0.04, n_jobs=1, verbose=-1)
    model.fit(
        X.iloc[fit], y.iloc[fit], eval_set=[(X.iloc[stop], y.iloc[stop])],
        callbacks=[lgb.early_stopping(20, verbose=False)],
    )
    oof[va] = model.predict_proba(X.iloc[va])[:, 1]
    print(fold, average_precision_score(y.iloc[va], oof[va]))
expected_score = average_precision_score(y, oof)
print(expected_score)
