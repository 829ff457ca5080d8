import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"].values
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]).fillna(0)

kbest = SelectKBest(f_classif, k=10)
X_best = kbest.fit_transform(X, y)

aps, aucs = [], []
for train_idx, test_idx in StratifiedKFold(n_splits=5, shuffle=True, random_state=0).split(X_best, y):
    svc = LinearSVC(C=0.01, max_iter=300).fit(X_best[train_idx], y[train_idx])
    s = svc.decision_function(X_best[test_idx])
    aps.append(average_precision_score(y[test_idx], s))
    aucs.append(roc_auc_score(y[test_idx], s))
expected_score = np.mean(aps)
print(np.mean(aucs), expected_score)
