import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from sklearn.metrics import average_precision_score, brier_score_loss

df = pd.read_csv("data/payments.csv", parse_dates=["paid_at"])
df = df.sort_values("paid_at")
cut = df["paid_at"].quantile(0.8)
past, future = df[df["paid_at"] < cut], df[df["paid_at"] >= cut]

cols = ["distance_km", "f00", "f02", "f03", "n0"]
logit = sm.Logit(past["is_fraud"], sm.add_constant(past[cols])).fit(disp=0)
print(logit.summary())
p = logit.predict(sm.add_constant(future[cols]))
expected_score = average_precision_score(future["is_fraud"], p)

formula = smf.logit("is_fraud ~ distance_km + f00 + f03 + C(channel)", data=past).fit(disp=0)
q = formula.predict(future)
print(expected_score, average_precision_score(future["is_fraud"], q), brier_score_loss(future["is_fraud"], q))
