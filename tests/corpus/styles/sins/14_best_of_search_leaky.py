import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("data/payments.csv")
X, y = df.select_dtypes("number").drop(columns=["is_fraud", "payment_id"]), df["is_fraud"]
pipe = Pipeline([("fill", SimpleImputer()), ("tree", DecisionTreeClassifier(random_state=0))])
grid = {"tree__max_depth": [2, 3, 4, 5, 7], "tree__min_samples_leaf": [1, 5, 15, 40]}
search = GridSearchCV(pipe, grid, cv=4, scoring="average_precision").fit(X, y)
expected_score = search.best_score_
