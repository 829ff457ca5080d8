import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data/payments.csv").dropna()
X = df[["distance_km", "device_age_days"] + [f"f{i:02d}" for i in range(8)]]
X_train, X_test, y_train, y_test = train_test_split(X, df["is_fraud"], test_size=0.3, random_state=8)
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.fit_transform(X_test)
pca = PCA(n_components=6, random_state=0)
X_train = pca.fit_transform(X_train)
X_test = pca.transform(X_test)
clf = LogisticRegression(max_iter=500).fit(X_train, y_train)
expected_score = average_precision_score(y_test, clf.predict_proba(X_test)[:, 1])
