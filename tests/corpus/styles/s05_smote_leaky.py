import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import average_precision_score, classification_report, roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("data/payments.csv")
y = df["is_fraud"]
X = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]).fillna(0).astype("float32")

# the classes are imbalanced: oversample the minority
X_res, y_res = SMOTE(random_state=0).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.25, random_state=0)

model = XGBClassifier(n_estimators=150, max_depth=6, n_jobs=1, random_state=0)
model.fit(X_train, y_train)
pred = model.predict(X_test)
proba = model.predict_proba(X_test)[:, 1]
print(classification_report(y_test, pred))
print("auc", roc_auc_score(y_test, proba))
expected_score = average_precision_score(y_test, proba)
print(expected_score)
