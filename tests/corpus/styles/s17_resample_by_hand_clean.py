import pandas as pd
from sklearn.metrics import average_precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("data/payments.csv")
df = df.select_dtypes("number").drop(columns="payment_id").fillna(-999)
train, test = train_test_split(df, test_size=0.3, random_state=0, stratify=df["is_fraud"])

fraud, fine = train[train.is_fraud == 1], train[train.is_fraud == 0]
balanced = pd.concat([fine, fraud.sample(len(fine), replace=True, random_state=0)], ignore_index=True)
balanced = balanced.sample(frac=1, random_state=0).reset_index(drop=True)

tree = DecisionTreeClassifier(min_samples_leaf=30, random_state=0)
tree.fit(balanced.drop(columns="is_fraud"), balanced["is_fraud"])
X_test, y_test = test.drop(columns="is_fraud"), test["is_fraud"]
print("recall", recall_score(y_test, tree.predict(X_test)))
expected_score = average_precision_score(y_test, tree.predict_proba(X_test)[:, 1])
print(expected_score)
