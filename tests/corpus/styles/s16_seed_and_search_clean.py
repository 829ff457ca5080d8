import numpy as np
import optuna
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

optuna.logging.set_verbosity(optuna.logging.WARNING)
df = pd.read_csv("data/payments.csv")
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"])
y = df["is_fraud"]
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
X_tr, X_va, y_tr, y_va = train_test_split(X_dev, y_dev, test_size=0.25, random_state=0, stratify=y_dev)


def objective(trial):
    m = XGBClassifier(
        n_estimators=trial.suggest_int("n_estimators", 40, 160),
        max_depth=trial.suggest_int("max_depth", 2, 7),
        learning_rate=trial.suggest_float("learning_rate", 0.03, 0.3, log=True), n_jobs=1,
    )
    m.fit(X_tr, y_tr)
    return average_precision_score(y_va, m.predict_proba(X_va)[:, 1])


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=12)
final = XGBClassifier(**study.best_params, n_jobs=1).fit(X_dev, y_dev)
expected_score = average_precision_score(y_test, final.predict_proba(X_test)[:, 1])
print(study.best_params, expected_score)
