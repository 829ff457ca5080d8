"""The names by which libraries call things that matter to a reader."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """Return the words of a text.

    >>> sorted(words("mean std"))
    ['mean', 'std']
    """
    return frozenset(text.split())


REDUCING = words(
    """mean median mode std var min max quantile percentile sum prod skew kurt kurtosis sem mad
    nanmean nanmedian nanstd nanvar nanmin nanmax nanpercentile nanquantile amax amin ptp average
    describe corr cov corrwith idxmax idxmin agg aggregate corrcoef norm boxcox_normmax
    mutual_info_classif mutual_info_regression f_classif f_regression chi2 pearsonr spearmanr"""
)
"""Methods and functions that turn rows into an estimate."""
LISTING = words("unique value_counts nunique")
"""Which values there are."""
COUNTING = words("count size any all bincount")
ALIGNED = words(
    """scale minmax_scale robust_scale maxabs_scale power_transform rank zscore
    quantile_transform boxcox"""
)
"""Functions that estimate and apply in one go, row for row."""

STATELESS = re.compile(
    r"^(Normalizer|FunctionTransformer|PolynomialFeatures|HashingVectorizer|Binarizer|"
    r"FeatureHasher|ImageDataGenerator|SplineTransformer)$"
)
SHAPING = re.compile(
    r"(Scaler|Imputer|Encoder|Vectorizer|Binarizer|Discretizer|Transformer|Selector|Normalizer)$|"
    r"^(PCA|TruncatedSVD|NMF|FastICA|KernelPCA|IncrementalPCA|SparsePCA|FactorAnalysis|TSNE|UMAP|"
    r"SelectKBest|SelectPercentile|SelectFromModel|RFE|RFECV|VarianceThreshold|Tokenizer|"
    r"PolynomialFeatures|GenericUnivariateSelect|LatentDirichletAllocation|Isomap|BorutaPy|"
    r"FeatureUnion|KMeans|MiniBatchKMeans|DBSCAN|Word2Vec|DataFrameMapper)$"
)
"""Classes that shape data rather than predict."""
ENCODERS = re.compile(
    r"^(LabelEncoder|OrdinalEncoder|OneHotEncoder|LabelBinarizer|BinaryEncoder|"
    r"MultiLabelBinarizer|HelmertEncoder|SumEncoder|BackwardDifferenceEncoder)$"
)
"""Classes that only learn which values there are."""
RESAMPLERS = re.compile(r"(SMOTE\w*|ADASYN|RandomOverSampler)$")
SEARCHES = re.compile(r"SearchCV$")
SPLITTERS = re.compile(
    r"^(Multilabel)?((Repeated)?(Stratified)?(Group)?(KFold|ShuffleSplit)|TimeSeriesSplit|"
    r"LeaveOneOut|LeavePOut|LeaveOneGroupOut|LeavePGroupsOut|PredefinedSplit)$"
)
HOLDERS = re.compile(
    r"^(DataFrame|Series|LazyFrame|Pool|\w*(Matrix|Dataset|Generator|Loader|Iterator))$"
)
"""Classes that hold the rows that they are given."""
RANDOM_MODELS = re.compile(r"^(RandomForest|ExtraTrees|Bagging|MLP|SGD)\w*(Classifier|Regressor)$")
"""Classes that differ from run to run unless they are given a seed."""

FITTING = words(
    """fit fit_generator partial_fit train_on_batch fit_on_texts fit_transform fit_predict
    fit_resample fit_sample adapt"""
)
JUDGING = words(
    """predict predict_proba predict_log_proba predict_classes predict_generator
    predict_on_batch score evaluate evaluate_generator test_on_batch decision_function
    score_samples forecast get_forecast get_prediction staged_predict"""
)
SHAPED = words("transform texts_to_sequences texts_to_matrix sequences_to_matrix")
SAME_MODEL = words(
    """best_estimator_ named_steps named_estimators_ estimator best_model model booster_ steps
    get_booster get_best_model export_model"""
)
"""Attributes of a fitted model that are the model."""

LOADING = re.compile(
    r"^(read_\w+|load_\w+|fetch_\w+|make_\w+|scan_\w+|\w*from_directory|from_csv|"
    r"flow_from_\w+|loadtxt|genfromtxt|load|"
    r"DataReader|open|imread)$"
)
CROSS = words(
    """cross_val_score cross_validate cross_val_predict learning_curve validation_curve cv
    permutation_test_score"""
)
METRICS = words(
    """accuracy_score roc_auc_score f1_score precision_score recall_score log_loss
    average_precision_score confusion_matrix classification_report balanced_accuracy_score
    matthews_corrcoef brier_score_loss mean_squared_error mean_absolute_error r2_score
    median_absolute_error mean_squared_log_error cohen_kappa_score fbeta_score
    precision_recall_curve roc_curve root_mean_squared_error explained_variance_score"""
)
SEEDS = words("seed set_seed set_random_seed manual_seed seed_everything")
PLAIN = words(
    """os pathlib plt matplotlib sns seaborn re time math warnings datetime itertools gc sys json
    px go plotly Path logging string"""
)
"""Modules whose functions return no rows."""
MODULES = words(
    """np pd plt sns tf sklearn keras xgb lgb sm smf stats torch nn math os random scipy
    statsmodels K re json pl gc sys datetime time warnings itertools collections cb catboost px
    go ff"""
)
"""Names under which modules go, for code whose imports are lost."""
