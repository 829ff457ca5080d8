"""Programs in many styles, each leaky and clean: every leak is seen, no clean one is accused."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

import pytest

from takehome_graders.code import DataFacts, Kind, Sign, Sureness, read_code
from takehome_graders.evidence import Source

FACTS = DataFacts(time_columns=(), entity_columns=(), outcome="fraud", prevalence=0.4)
HEAD = """\
import numpy as np
import pandas as pd
from sklearn.model_selection import *
from sklearn.metrics import roc_auc_score
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("data/payments.csv")
y = df["fraud"]
X = df.drop(columns="fraud")
"""
TAIL = """
model = LogisticRegression()
model.fit(X_tr, y_tr)
expected_score = roc_auc_score(y_te, model.predict_proba(X_te)[:, 1])
"""
SPLIT = "X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.25, random_state=1)\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """One style, with the leak and without it."""

    style: str
    kind: Kind
    leaky: str
    clean: str


def program(middle: str) -> str:
    return HEAD + dedent(middle).replace("SPLIT\n", SPLIT) + TAIL


TWINS = (
    Twins(
        style="scaler",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            from sklearn.preprocessing import StandardScaler
            X = StandardScaler().fit_transform(X)
            SPLIT
            """
        ),
        clean=program(
            """
            from sklearn.preprocessing import StandardScaler
            SPLIT
            scaler = StandardScaler().fit(X_tr)
            X_tr, X_te = scaler.transform(X_tr), scaler.transform(X_te)
            """
        ),
    ),
    Twins(
        style="imputed mean",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            X["amount"] = X["amount"].fillna(X["amount"].mean())
            SPLIT
            """
        ),
        clean=program(
            """
            SPLIT
            mean = X_tr["amount"].mean()
            X_tr["amount"] = X_tr["amount"].fillna(mean)
            X_te["amount"] = X_te["amount"].fillna(mean)
            """
        ),
    ),
    Twins(
        style="imputed in place",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            X["amount"].fillna(X["amount"].median(), inplace=True)
            SPLIT
            """
        ),
        clean=program(
            """
            X["amount"].fillna(0, inplace=True)
            SPLIT
            """
        ),
    ),
    Twins(
        style="numpy by hand",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            X = X.to_numpy(dtype=float)
            mu, sd = X.mean(axis=0), X.std(axis=0)
            X = (X - mu) / sd
            order = np.random.default_rng(0).permutation(len(X))
            cut = int(0.8 * len(X))
            train, test = order[:cut], order[cut:]
            X_tr, X_te, y_tr, y_te = X[train], X[test], y.to_numpy()[train], y.to_numpy()[test]
            """
        ),
        clean=program(
            """
            X = X.to_numpy(dtype=float)
            order = np.random.default_rng(0).permutation(len(X))
            cut = int(0.8 * len(X))
            train, test = order[:cut], order[cut:]
            mu, sd = X[train].mean(axis=0), X[train].std(axis=0)
            X = (X - mu) / sd
            X_tr, X_te, y_tr, y_te = X[train], X[test], y.to_numpy()[train], y.to_numpy()[test]
            """
        ),
    ),
    Twins(
        style="target encoding",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            rates = df.groupby("merchant")["fraud"].mean()
            X["merchant_rate"] = X["merchant"].map(rates)
            SPLIT
            """
        ),
        clean=program(
            """
            SPLIT
            rates = y_tr.groupby(X_tr["merchant"]).mean()
            X_tr["merchant_rate"] = X_tr["merchant"].map(rates)
            X_te["merchant_rate"] = X_te["merchant"].map(rates).fillna(y_tr.mean())
            """
        ),
    ),
    Twins(
        style="aggregate merged back",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            stats = X.groupby("card", as_index=False).agg(spent=("amount", "mean"))
            X = X.merge(stats, on="card", how="left")
            SPLIT
            """
        ),
        clean=program(
            """
            SPLIT
            stats = X_tr.groupby("card", as_index=False).agg(spent=("amount", "mean"))
            X_tr = X_tr.merge(stats, on="card", how="left")
            X_te = X_te.merge(stats, on="card", how="left")
            """
        ),
    ),
    Twins(
        style="groupby transform with a lambda",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            X["amount"] = X.groupby("kind")["amount"].transform(lambda s: s.fillna(s.median()))
            SPLIT
            """
        ),
        clean=program(
            """
            X["ratio"] = X.apply(lambda row: row["amount"] / max(row["limit"], 1), axis=1)
            SPLIT
            """
        ),
    ),
    Twins(
        style="functions",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            from sklearn.impute import SimpleImputer
            def prepare(frame):
                imputer = SimpleImputer(strategy="median")
                return pd.DataFrame(imputer.fit_transform(frame), columns=frame.columns)
            X = prepare(X)
            SPLIT
            """
        ),
        clean=program(
            """
            from sklearn.impute import SimpleImputer
            def prepare(train, test):
                imputer = SimpleImputer(strategy="median").fit(train)
                return imputer.transform(train), imputer.transform(test)
            SPLIT
            X_tr, X_te = prepare(X_tr, X_te)
            """
        ),
    ),
    Twins(
        style="selection before the split",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            from sklearn.feature_selection import SelectKBest, f_classif
            X = SelectKBest(f_classif, k=10).fit_transform(X, y)
            SPLIT
            """
        ),
        clean=program(
            """
            from sklearn.feature_selection import SelectKBest, f_classif
            SPLIT
            best = SelectKBest(f_classif, k=10).fit(X_tr, y_tr)
            X_tr, X_te = best.transform(X_tr), best.transform(X_te)
            """
        ),
    ),
    Twins(
        style="selection by correlation",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            close = df.corr()["fraud"].abs().sort_values()
            X = X[close[close > 0.1].index]
            SPLIT
            """
        ),
        clean=program(
            """
            print(df.corr())
            X = X[["amount", "age"]]
            SPLIT
            """
        ),
    ),
    Twins(
        style="text",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            from sklearn.feature_extraction.text import TfidfVectorizer
            X = TfidfVectorizer(min_df=3).fit_transform(df["memo"])
            SPLIT
            """
        ),
        clean=program(
            """
            from sklearn.feature_extraction.text import HashingVectorizer
            X = HashingVectorizer().fit_transform(df["memo"])
            SPLIT
            """
        ),
    ),
    Twins(
        style="bins",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            X["band"] = pd.qcut(X["amount"], 5, labels=False)
            SPLIT
            """
        ),
        clean=program(
            """
            X["band"] = pd.cut(X["amount"], [0, 10, 100, 1000], labels=False)
            SPLIT
            """
        ),
    ),
    Twins(
        style="chained pandas",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            X = (
                X.assign(z=lambda d: (d["amount"] - d["amount"].mean()) / d["amount"].std())
                .drop(columns="memo")
                .reset_index(drop=True)
            )
            SPLIT
            """
        ),
        clean=program(
            """
            X = (
                X.assign(z=lambda d: np.log1p(d["amount"]))
                .drop(columns="memo")
                .reset_index(drop=True)
            )
            SPLIT
            """
        ),
    ),
    Twins(
        style="oversampling",
        kind=Kind.OVERLAP,
        leaky=program(
            """
            from imblearn.over_sampling import SMOTE
            X, y = SMOTE(random_state=0).fit_resample(X, y)
            SPLIT
            """
        ),
        clean=program(
            """
            from imblearn.over_sampling import SMOTE
            SPLIT
            X_tr, y_tr = SMOTE(random_state=0).fit_resample(X_tr, y_tr)
            """
        ),
    ),
    Twins(
        style="folds by hand",
        kind=Kind.PREPROCESSING,
        leaky=HEAD
        + dedent(
            """
            from sklearn.preprocessing import StandardScaler
            X = StandardScaler().fit_transform(X)
            scores = []
            for train, test in StratifiedKFold(5).split(X, y):
                model = LogisticRegression().fit(X[train], y.iloc[train])
                scores.append(roc_auc_score(y.iloc[test], model.predict_proba(X[test])[:, 1]))
            expected_score = np.mean(scores)
            """
        ),
        clean=HEAD
        + dedent(
            """
            from sklearn.preprocessing import StandardScaler
            scores = []
            for fold, (train, test) in enumerate(StratifiedKFold(5).split(X, y)):
                scaler = StandardScaler()
                X_tr = scaler.fit_transform(X.iloc[train])
                X_te = scaler.transform(X.iloc[test])
                model = LogisticRegression().fit(X_tr, y.iloc[train])
                scores.append(roc_auc_score(y.iloc[test], model.predict_proba(X_te)[:, 1]))
            expected_score = np.mean(scores)
            model = LogisticRegression().fit(StandardScaler().fit_transform(X), y)
            """
        ),
    ),
    Twins(
        style="cross-validation of a pipeline",
        kind=Kind.PREPROCESSING,
        leaky=HEAD
        + dedent(
            """
            from sklearn.decomposition import PCA
            X = PCA(10).fit_transform(X)
            expected_score = cross_val_score(LogisticRegression(), X, y, scoring="roc_auc").mean()
            """
        ),
        clean=HEAD
        + dedent(
            """
            from sklearn.decomposition import PCA
            from sklearn.pipeline import make_pipeline
            pipe = make_pipeline(PCA(10), LogisticRegression())
            expected_score = cross_val_score(pipe, X, y, scoring="roc_auc").mean()
            pipe.fit(X, y)
            """
        ),
    ),
    Twins(
        style="search over a column transformer",
        kind=Kind.PREPROCESSING,
        leaky=HEAD
        + dedent(
            """
            from sklearn.preprocessing import MinMaxScaler
            X[["amount", "age"]] = MinMaxScaler().fit_transform(X[["amount", "age"]])
            search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, scoring="roc_auc")
            search.fit(X, y)
            expected_score = search.best_score_
            """
        ),
        clean=HEAD
        + dedent(
            """
            from sklearn.compose import ColumnTransformer
            from sklearn.pipeline import Pipeline
            from sklearn.preprocessing import MinMaxScaler
            shape = ColumnTransformer([("n", MinMaxScaler(), ["amount", "age"])])
            pipe = Pipeline([("shape", shape), ("model", LogisticRegression())])
            search = GridSearchCV(pipe, {"model__C": [0.1, 1]}, scoring="roc_auc")
            search.fit(X, y)
            expected_score = search.best_score_
            """
        ),
    ),
    Twins(
        style="native boosting",
        kind=Kind.STOPPED_ON_TEST,
        leaky=HEAD
        + dedent(
            """
            import xgboost as xgb
            SPLIT
            dtrain, dtest = xgb.DMatrix(X_tr, y_tr), xgb.DMatrix(X_te, y_te)
            booster = xgb.train({}, dtrain, 500, evals=[(dtest, "t")], early_stopping_rounds=20)
            expected_score = roc_auc_score(y_te, booster.predict(dtest))
            """
        ).replace("SPLIT\n", SPLIT),
        clean=HEAD
        + dedent(
            """
            import xgboost as xgb
            SPLIT
            X_fit, X_val, y_fit, y_val = train_test_split(X_tr, y_tr, random_state=2)
            dtrain, dval = xgb.DMatrix(X_fit, y_fit), xgb.DMatrix(X_val, y_val)
            booster = xgb.train({}, dtrain, 500, evals=[(dval, "v")], early_stopping_rounds=20)
            expected_score = roc_auc_score(y_te, booster.predict(xgb.DMatrix(X_te)))
            """
        ).replace("SPLIT\n", SPLIT),
    ),
    Twins(
        style="keras",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            from tensorflow import keras
            X = (X - X.min()) / (X.max() - X.min())
            SPLIT
            net = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
            net.compile(loss="binary_crossentropy")
            net.fit(X_tr, y_tr, epochs=3)
            net.evaluate(X_te, y_te)
            """
        ),
        clean=program(
            """
            from tensorflow import keras
            SPLIT
            low, high = X_tr.min(), X_tr.max()
            X_tr, X_te = (X_tr - low) / (high - low), (X_te - low) / (high - low)
            net = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
            net.compile(loss="binary_crossentropy")
            net.fit(X_tr, y_tr, epochs=3)
            net.evaluate(X_te, y_te)
            """
        ),
    ),
    Twins(
        style="statsmodels",
        kind=Kind.PREPROCESSING,
        leaky=HEAD
        + dedent(
            """
            import statsmodels.api as sm
            X = X / X.std()
            SPLIT
            result = sm.Logit(y_tr, sm.add_constant(X_tr)).fit()
            expected_score = roc_auc_score(y_te, result.predict(sm.add_constant(X_te)))
            """
        ).replace("SPLIT\n", SPLIT),
        clean=HEAD
        + dedent(
            """
            import statsmodels.api as sm
            SPLIT
            result = sm.Logit(y_tr, sm.add_constant(X_tr)).fit()
            expected_score = roc_auc_score(y_te, result.predict(sm.add_constant(X_te)))
            """
        ).replace("SPLIT\n", SPLIT),
    ),
    Twins(
        style="fitted anew on test",
        kind=Kind.REFITTED_ON_TEST,
        leaky=program(
            """
            from sklearn.preprocessing import StandardScaler
            SPLIT
            scaler = StandardScaler()
            X_tr = scaler.fit_transform(X_tr)
            X_te = scaler.fit_transform(X_te)
            """
        ),
        clean=program(
            """
            from sklearn.preprocessing import StandardScaler
            SPLIT
            scaler = StandardScaler()
            X_tr = scaler.fit_transform(X_tr)
            X_te = scaler.transform(X_te)
            """
        ),
    ),
    Twins(
        style="no other rows",
        kind=Kind.TRAINING_SCORE,
        leaky=HEAD
        + dedent(
            """
            model = LogisticRegression().fit(X, y)
            expected_score = roc_auc_score(y, model.predict_proba(X)[:, 1])
            """
        ),
        clean=HEAD
        + dedent(
            """
            SPLIT
            model = LogisticRegression().fit(X_tr, y_tr)
            print("train", model.score(X_tr, y_tr))
            expected_score = roc_auc_score(y_te, model.predict_proba(X_te)[:, 1])
            """
        ).replace("SPLIT\n", SPLIT),
    ),
    Twins(
        style="nothing held back",
        kind=Kind.MISSING_SPLIT,
        leaky=HEAD
        + dedent(
            """
            model = LogisticRegression().fit(X, y)
            expected_score = 0.9
            def predict(folder):
                frame = pd.read_csv(folder / "payments.csv")
                return pd.Series(model.predict_proba(frame)[:, 1], index=frame["id"])
            """
        ),
        clean=HEAD
        + dedent(
            """
            expected_score = cross_val_score(LogisticRegression(), X, y).mean()
            model = LogisticRegression().fit(X, y)
            def predict(folder):
                frame = pd.read_csv(folder / "payments.csv")
                return pd.Series(model.predict_proba(frame)[:, 1], index=frame["id"])
            """
        ),
    ),
    Twins(
        style="chosen on the test",
        kind=Kind.TUNED_ON_TEST,
        leaky=HEAD
        + dedent(
            """
            SPLIT
            best = 0
            for C in [0.01, 0.1, 1, 10]:
                model = LogisticRegression(C=C).fit(X_tr, y_tr)
                best = max(best, roc_auc_score(y_te, model.predict_proba(X_te)[:, 1]))
            expected_score = best
            """
        ).replace("SPLIT\n", SPLIT),
        clean=HEAD
        + dedent(
            """
            SPLIT
            X_fit, X_val, y_fit, y_val = train_test_split(X_tr, y_tr, random_state=2)
            best, chosen = 0, None
            for C in [0.01, 0.1, 1, 10]:
                model = LogisticRegression(C=C).fit(X_fit, y_fit)
                score = roc_auc_score(y_val, model.predict_proba(X_val)[:, 1])
                if score > best:
                    best, chosen = score, model
            expected_score = roc_auc_score(y_te, chosen.predict_proba(X_te)[:, 1])
            """
        ).replace("SPLIT\n", SPLIT),
    ),
    Twins(
        style="many models on one test",
        kind=Kind.MULTI_TEST,
        leaky=HEAD
        + dedent(
            """
            from sklearn.ensemble import RandomForestClassifier
            from sklearn.naive_bayes import GaussianNB
            SPLIT
            one = LogisticRegression().fit(X_tr, y_tr)
            two = RandomForestClassifier(random_state=0).fit(X_tr, y_tr)
            three = GaussianNB().fit(X_tr, y_tr)
            a = roc_auc_score(y_te, one.predict_proba(X_te)[:, 1])
            b = roc_auc_score(y_te, two.predict_proba(X_te)[:, 1])
            c = roc_auc_score(y_te, three.predict_proba(X_te)[:, 1])
            expected_score = max(a, b, c)
            """
        ).replace("SPLIT\n", SPLIT),
        clean=HEAD
        + dedent(
            """
            from sklearn.dummy import DummyClassifier
            SPLIT
            base = DummyClassifier().fit(X_tr, y_tr)
            print(roc_auc_score(y_te, base.predict_proba(X_te)[:, 1]))
            model = LogisticRegression().fit(X_tr, y_tr)
            expected_score = roc_auc_score(y_te, model.predict_proba(X_te)[:, 1])
            """
        ).replace("SPLIT\n", SPLIT),
    ),
    Twins(
        style="without a seed",
        kind=Kind.UNPINNED,
        leaky=HEAD + "X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.25)\n" + TAIL,
        clean=program("np.random.seed(7)\nSPLIT\n"),
    ),
    Twins(
        style="train and test stacked",
        kind=Kind.PREPROCESSING,
        leaky=HEAD
        + dedent(
            """
            from sklearn.preprocessing import StandardScaler
            late = pd.read_csv("data/late.csv")
            n = len(X)
            both = pd.concat([X, late.drop(columns="fraud")])
            both = StandardScaler().fit_transform(both)
            X_tr, X_te, y_tr, y_te = both[:n], both[n:], y, late["fraud"]
            """
        )
        + TAIL,
        clean=HEAD
        + dedent(
            """
            late = pd.read_csv("data/late.csv")
            n = len(X)
            both = pd.get_dummies(pd.concat([X, late.drop(columns="fraud")]))
            X_tr, X_te, y_tr, y_te = both[:n], both[n:], y, late["fraud"]
            """
        )
        + TAIL,
    ),
    Twins(
        style="class with state",
        kind=Kind.PREPROCESSING,
        leaky=program(
            """
            class Shaper:
                def fit(self, frame):
                    self.mean_ = frame.mean()
                    return self
                def transform(self, frame):
                    return frame.fillna(self.mean_)
            X = Shaper().fit(X).transform(X)
            SPLIT
            """
        ),
        clean=program(
            """
            class Shaper:
                def fit(self, frame):
                    self.mean_ = frame.mean()
                    return self
                def transform(self, frame):
                    return frame.fillna(self.mean_)
            SPLIT
            shaper = Shaper().fit(X_tr)
            X_tr, X_te = shaper.transform(X_tr), shaper.transform(X_te)
            """
        ),
    ),
)


def signs(text: str) -> tuple[Sign, ...]:
    return read_code((Source(file="solution.py", cells=((0, text),)),), FACTS).signs


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins.style)
def test_the_leaky_twin_is_seen(twins: Twins) -> None:
    found = signs(twins.leaky)

    assert twins.kind in {sign.kind for sign in found}


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins.style)
def test_the_clean_twin_is_not_accused(twins: Twins) -> None:
    found = signs(twins.clean)

    assert [(sign.kind, sign.sentence) for sign in found] == []


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins.style)
def test_every_sign_has_a_place_in_the_text(twins: Twins) -> None:
    lines = twins.leaky.splitlines()

    found = signs(twins.leaky)

    for sign in found:
        assert sign.place.file == "solution.py"
        assert sign.place.cell is None
        assert 1 <= (sign.place.line or 0) <= len(lines)
        assert lines[(sign.place.line or 0) - 1].strip()
        assert sign.sentence.endswith(".")
        assert sign.sureness in Sureness
