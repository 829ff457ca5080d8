import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("data/payments.csv").select_dtypes("number").fillna(0)
train, test = train_test_split(df, test_size=0.2, random_state=42, stratify=df["is_fraud"])
minority, majority = train[train["is_fraud"] == 1], train[train["is_fraud"] == 0]
up = resample(minority, replace=True, n_samples=len(majority), random_state=42)
balanced = pd.concat([majority, up])
drop = ["is_fraud", "payment_id"]
rf = RandomForestClassifier(n_estimators=50, random_state=42)
rf.fit(balanced.drop(columns=drop), balanced["is_fraud"])
expected_score = average_precision_score(
    test["is_fraud"], rf.predict_proba(test.drop(columns=drop))[:, 1]
)
