import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

df = pd.read_csv("data/payments.csv")
y = df.pop("is_fraud").values
num = df.select_dtypes("number").drop(columns="payment_id").values
cat = df[["channel", "scheme", "region"]].values

idx_tr, idx_te = train_test_split(np.arange(len(df)), test_size=0.2, random_state=42)
imp = SimpleImputer(strategy="median").fit(num[idx_tr])
sc = StandardScaler().fit(imp.transform(num[idx_tr]))
enc = OrdinalEncoder().fit(cat[idx_tr])


def prepare(idx):
    return np.hstack([sc.transform(imp.transform(num[idx])), enc.transform(cat[idx])])


X_tr, X_te = prepare(idx_tr), prepare(idx_te)
y_tr, y_te = y[idx_tr], y[idx_te]
clf = RandomForestClassifier(n_estimators=60, min_samples_leaf=5, random_state=0)
clf.fit(X_tr, y_tr)
p = clf.predict_proba(X_te)[:, 1]
print("f1", f1_score(y_te, p > 0.3))
expected_score = average_precision_score(y_te, p)
print(expected_score)
