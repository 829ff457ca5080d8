import category_encoders as ce
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

data = pd.read_csv("data/payments.csv").set_index("payment_id")
target = data.pop("is_fraud")
data = data.drop(columns=["paid_at"])

encoder = ce.TargetEncoder(cols=["card_id", "merchant", "region", "channel", "scheme"], smoothing=1.0)
data = encoder.fit_transform(data, target)

Xtr, Xte, ytr, yte = train_test_split(data, target, train_size=0.7, random_state=5)
model = XGBClassifier(n_estimators=120, n_jobs=1).fit(Xtr, ytr)
expected_score = average_precision_score(yte, model.predict_proba(Xte)[:, 1])
print(expected_score)
