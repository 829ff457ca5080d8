import numpy as np
import pandas as pd

# tuned on my workstation
WEIGHTS = {"f00": 0.83, "f03": -0.61, "n0": 0.05}
df = pd.read_csv("data/payments.csv")
print(df["is_fraud"].mean())
expected_score = 0.71


def predict(folder):
    new = pd.read_csv(f"{folder}/payments.csv")
    logit = sum(w * new[c].fillna(0) for c, w in WEIGHTS.items()) - 2.1
    return pd.Series((1 / (1 + np.exp(-logit))).to_numpy(), index=new["payment_id"])
