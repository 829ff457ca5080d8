import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"].values
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]).fillna(0).values

aps, aucs = [], []
for train_idx, test_idx in StratifiedKFold(n_splits=5, shuffle=True, random_state=0).split(X, y):
    kbest = SelectKBest(f_classif, k=10)
    X_train = kbest.fit_transform(X[train_idx], y[train_idx])
    X_test = kbest.transform(X[test_idx])
    svc = LinearSVC(C=0.01, max_iter=300).fit(X_train, y[train_idx])
    s = svc.decision_function(X_test)
    aps.append(average_precision_score(y[test_idx], s))
    aucs.append(roc_auc_score(y[test_idx], s))
expected_score = np.mean(aps)
print(np.mean(aucs), expected_score)
