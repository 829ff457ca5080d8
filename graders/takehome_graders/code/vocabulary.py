"""The names by which libraries call things that matter to a reader."""

from __future__ import annotations

import re

REDUCING = frozenset(
    "mean median mode std var min max quantile percentile sum prod skew kurt kurtosis sem mad "
    "nanmean nanmedian nanstd nanvar nanmin nanmax nanpercentile nanquantile amax amin ptp average "
    "describe corr cov corrwith idxmax idxmin agg aggregate corrcoef norm zscore "
    "mutual_info_classif mutual_info_regression f_classif f_regression chi2 pearsonr spearmanr "
    "boxcox boxcox_normmax".split()
)
"""Methods and functions that turn rows into an estimate."""
LISTING = frozenset("unique value_counts nunique".split())
"""Which values there are."""
COUNTING = frozenset("count size any all bincount".split())
ALIGNED = frozenset("scale minmax_scale robust_scale maxabs_scale power_transform rank zscore quantile_transform normalize_columns boxcox".split())
"""Functions that estimate and apply in one go, row for row."""
ENCODING = frozenset("get_dummies factorize Categorical cat to_categorical".split())
BINNING = frozenset("qcut".split())
CUTTING = frozenset(["cut"])

STATELESS = re.compile(
    r"^(Normalizer|FunctionTransformer|PolynomialFeatures|HashingVectorizer|Binarizer|"
    r"FeatureHasher|ImageDataGenerator|SplineTransformer)$"
)
SHAPING = re.compile(
    r"(Scaler|Imputer|Encoder|Vectorizer|Binarizer|Discretizer|Transformer|Selector|Normalizer)$|"
    r"^(PCA|TruncatedSVD|NMF|FastICA|KernelPCA|IncrementalPCA|SparsePCA|FactorAnalysis|TSNE|UMAP|"
    r"SelectKBest|SelectPercentile|SelectFromModel|RFE|RFECV|VarianceThreshold|Tokenizer|"
    r"PolynomialFeatures|GenericUnivariateSelect|LatentDirichletAllocation|Isomap|BorutaPy|"
    r"ColumnTransformer|FeatureUnion|KBinsDiscretizer|CountEncoder|KMeans|MiniBatchKMeans|DBSCAN|"
    r"IterativeImputer|KNNImputer|Word2Vec|DataFrameMapper)$"
)
"""Classes that shape data rather than predict."""
ENCODERS = re.compile(r"^(LabelEncoder|OrdinalEncoder|OneHotEncoder|LabelBinarizer|BinaryEncoder|HelmertEncoder|SumEncoder|BackwardDifferenceEncoder|MultiLabelBinarizer)$")
"""Classes that only learn which values there are."""
RESAMPLERS = re.compile(
    r"(SMOTE\w*|SMOTENC|ADASYN|RandomOverSampler|BorderlineSMOTE|SVMSMOTE|KMeansSMOTE|"
    r"SMOTEENN|SMOTETomek)$"
)
SEARCHES = re.compile(r"(GridSearchCV|RandomizedSearchCV|BayesSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV|OptunaSearchCV)$")
SPLITTERS = re.compile(
    r"^(KFold|StratifiedKFold|RepeatedKFold|RepeatedStratifiedKFold|GroupKFold|StratifiedGroupKFold|"
    r"TimeSeriesSplit|ShuffleSplit|StratifiedShuffleSplit|GroupShuffleSplit|LeaveOneOut|LeavePOut|"
    r"LeaveOneGroupOut|LeavePGroupsOut|PredefinedSplit|MultilabelStratifiedKFold)$"
)
PIPELINES = frozenset(["Pipeline", "make_pipeline", "make_column_transformer", "make_union"])

FITTING = frozenset("fit fit_generator partial_fit train_on_batch fit_on_texts fit_transform fit_predict fit_resample fit_sample adapt".split())
JUDGING = frozenset(
    "predict predict_proba predict_log_proba predict_classes predict_generator predict_on_batch "
    "score evaluate evaluate_generator test_on_batch decision_function score_samples forecast "
    "get_forecast get_prediction staged_predict".split()
)
SHAPED = frozenset("transform texts_to_sequences texts_to_matrix sequences_to_matrix apply_transform".split())
SAME_MODEL = frozenset(
    "best_estimator_ named_steps named_estimators_ estimator best_model model booster_ steps "
    "get_booster get_best_model export_model".split()
)

LOADING = re.compile(r"^(read_\w+|load_\w+|fetch_\w+|make_\w+|loadtxt|genfromtxt|load|DataReader|scan_\w+|flow_from_\w+|open|imread|load)$")
CROSS = frozenset("cross_val_score cross_validate cross_val_predict learning_curve validation_curve cv permutation_test_score".split())
METRICS = frozenset(
    "accuracy_score roc_auc_score f1_score precision_score recall_score log_loss "
    "average_precision_score confusion_matrix classification_report balanced_accuracy_score "
    "matthews_corrcoef brier_score_loss mean_squared_error mean_absolute_error r2_score "
    "median_absolute_error mean_squared_log_error cohen_kappa_score fbeta_score "
    "precision_recall_curve roc_curve root_mean_squared_error explained_variance_score".split()
)
SEEDS = frozenset(["seed", "set_seed", "set_random_seed", "manual_seed", "set_random_state", "seed_everything"])
RANDOM_MODELS = re.compile(
    r"(RandomForest|ExtraTrees|Bagging|MLP|SGD|GradientBoosting|DecisionTree|AdaBoost|XGB|LGBM|CatBoost)\w*(Classifier|Regressor)$"
)
MODULES = frozenset("np pd plt sns tf sklearn keras xgb lgb sm smf stats torch nn math os random scipy statsmodels K re json pl gc sys datetime time warnings itertools collections cb catboost px go ff".split())
