import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score

train = pd.read_csv("data/payments.csv")
y = train.pop("is_fraud")
X = train.select_dtypes("number").drop(columns="payment_id")

rng = np.random.default_rng(0)
order = rng.permutation(len(X))
a, b = int(0.6 * len(X)), int(0.8 * len(X))
tr, va, te = order[:a], order[a:b], order[b:]

dtrain = xgb.DMatrix(X.iloc[tr], label=y.iloc[tr])
dvalid = xgb.DMatrix(X.iloc[va], label=y.iloc[va])
dtest = xgb.DMatrix(X.iloc[te], label=y.iloc[te])
booster = xgb.train(
    {"objective": "binary:logistic", "eval_metric": "aucpr", "max_depth": 6, "nthread": 1},
    dtrain, num_boost_round=400, evals=[(dtrain, "train"), (dvalid, "valid")],
    early_stopping_rounds=25, verbose_eval=False,
)
p1 = booster.predict(dtest, iteration_range=(0, booster.best_iteration + 1))
print("xgb", average_precision_score(y.iloc[te], p1))

ltrain = lgb.Dataset(X.iloc[tr], label=y.iloc[tr])
lvalid = lgb.Dataset(X.iloc[va], label=y.iloc[va], reference=ltrain)
gbm = lgb.train(
    {"objective": "binary", "metric": "average_precision", "num_threads": 1, "verbosity": -1},
    ltrain, num_boost_round=400, valid_sets=[lvalid], callbacks=[lgb.early_stopping(25, verbose=False)],
)
p2 = gbm.predict(X.iloc[te])
print("lgb", average_precision_score(y.iloc[te], p2))
expected_score = average_precision_score(y.iloc[te], (p1 + p2) / 2)
print(expected_score)
