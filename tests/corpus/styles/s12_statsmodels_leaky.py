import pandas as pd
import statsmodels.api as sm
from sklearn.metrics import average_precision_score

df = pd.read_csv("data/payments.csv")
cols = ["distance_km", "f00", "f02", "f03", "n0"]
exog = sm.add_constant(df[cols])
result = sm.GLM(df["is_fraud"], exog, family=sm.families.Binomial()).fit()
print(result.summary())
expected_score = average_precision_score(df["is_fraud"], result.predict(exog))
print(expected_score)
