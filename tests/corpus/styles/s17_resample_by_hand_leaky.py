import pandas as pd
from sklearn.metrics import average_precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("data/payments.csv")
df = df.select_dtypes("number").drop(columns="payment_id").fillna(-999)
fraud, fine = df[df.is_fraud == 1], df[df.is_fraud == 0]
balanced = pd.concat([fine, fraud.sample(len(fine), replace=True, random_state=0)], ignore_index=True)
balanced = balanced.sample(frac=1, random_state=0).reset_index(drop=True)

X, y = balanced.drop(columns="is_fraud"), balanced["is_fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
tree = DecisionTreeClassifier(min_samples_leaf=3, random_state=0).fit(X_train, y_train)
print("recall", recall_score(y_test, tree.predict(X_test)))
expected_score = average_precision_score(y_test, tree.predict_proba(X_test)[:, 1])
print(expected_score)
