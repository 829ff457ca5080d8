import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

df = pd.read_csv("data/payments.csv")
y = df.pop("is_fraud").values
num = df.select_dtypes("number").drop(columns="payment_id")
cat = df[["channel", "scheme", "region"]]

A = SimpleImputer(strategy="median").fit_transform(num.values)
A = StandardScaler().fit_transform(A)
B = OrdinalEncoder().fit_transform(cat.values)
X = np.hstack([A, B])

X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=42)
clf = RandomForestClassifier(n_estimators=40, min_samples_leaf=5, random_state=0)
clf.fit(X_tr, y_tr)
p = clf.predict_proba(X_te)[:, 1]
print("f1", f1_score(y_te, p > 0.3))
expected_score = average_precision_score(y_te, p)
print(expected_score)
