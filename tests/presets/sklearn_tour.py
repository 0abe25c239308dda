# scikit-learn as programs use it: estimators, pipelines, search, metrics.
import numpy as np
from sklearn import cluster, datasets, metrics, svm, tree
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler

x, y = datasets.load_iris(return_X_y=True)
a, b, c, d = train_test_split(x, y, random_state=0)
for model in (LogisticRegression(max_iter=500), RandomForestClassifier(20, random_state=0),
              svm.SVC(), KNeighborsClassifier(3), GaussianNB(), tree.DecisionTreeClassifier(random_state=0),
              GradientBoostingClassifier(n_estimators=5, random_state=0)):
    model.fit(a, c)
    print(type(model).__name__, round(model.score(b, d), 4))
pipe = make_pipeline(StandardScaler(), PCA(2), LogisticRegression())
print(cross_val_score(pipe, x, y, cv=KFold(3, shuffle=True, random_state=1)).round(4))
grid = GridSearchCV(Pipeline([("s", StandardScaler()), ("k", KNeighborsClassifier())]), {"k__n_neighbors": [1, 5]}, cv=3)
print(grid.fit(x, y).best_params_, round(grid.best_score_, 4), clone(pipe).get_params()["pca__n_components"])
k = cluster.KMeans(3, n_init=3, random_state=0).fit(x)
print(round(k.inertia_, 3), round(float(metrics.silhouette_score(x, k.labels_)), 4))
print(cluster.DBSCAN(eps=0.6).fit_predict(x).max(), cluster.AgglomerativeClustering(3).fit_predict(x[::50]).tolist())
u = np.arange(10.0).reshape(-1, 1)
print(LinearRegression().fit(u, 3 * u.ravel() + 1).coef_.round(6), Ridge().fit(u, u.ravel()).coef_.round(4), Lasso(0.1).fit(u, u.ravel()).coef_.round(4))
print(metrics.classification_report(d, grid.predict(b), digits=3))
print(metrics.confusion_matrix([0, 1, 1], [0, 1, 0]), metrics.r2_score([1, 2], [1, 2.5]))
words = ["a red cat", "a blue dog", "the red dog"]
print(CountVectorizer().fit_transform(words).toarray().sum(axis=0), TfidfVectorizer().fit(words).get_feature_names_out())
print(TruncatedSVD(1, random_state=0).fit_transform(CountVectorizer().fit_transform(words)).shape)
ct = ColumnTransformer([("o", OneHotEncoder(), [0]), ("n", SimpleImputer(), [1])])
print(ct.fit_transform(np.array([[1, 2.0], [2, np.nan]], dtype=float)), PolynomialFeatures(2).fit_transform([[2, 3]]))
print(MLPClassifier((5,), max_iter=20, random_state=0).fit(x, y).score(x, y) > 0 if False else NearestNeighbors().fit(x).kneighbors(x[:1])[1][0, 0])
print(tree.export_text(tree.DecisionTreeClassifier(max_depth=1, random_state=0).fit(x, y)))


class Twice(BaseEstimator, TransformerMixin):
    """A transformer of the program's own."""

    def __init__(self, factor=2):
        self.factor = factor

    def fit(self, x, y=None):
        return self

    def transform(self, x):
        return np.asarray(x) * self.factor


t = Twice(3)
print(t, t.get_params(), t.fit_transform([[1, 2]]), clone(t).set_params(factor=4).factor)
print(datasets.make_blobs(5, random_state=0)[1], datasets.load_digits().data.shape, repr(pipe)[:20])
import warnings

import joblib
from sklearn.experimental import enable_iterative_imputer
from sklearn.impute import IterativeImputer
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.multiclass import type_of_target

print(compute_class_weight("balanced", classes=np.array([0, 1]), y=[0, 0, 1]), type_of_target([0, 1]))
print(IterativeImputer(random_state=0).fit_transform([[1, 2.0], [2, np.nan], [3, 6.0]]).round(2).tolist())
for jobs in (1, 2):
    forest = RandomForestClassifier(10, n_jobs=jobs, random_state=0).fit(x, y)
    print(jobs, forest.score(x, y), cross_val_score(pipe, x, y, cv=3, n_jobs=jobs).round(4))
    print(joblib.Parallel(n_jobs=jobs)(joblib.delayed(abs)(-n) for n in range(3)))
for model in (forest, pipe.fit(x, y), grid):
    joblib.dump(model, "out/model.joblib", compress=3)
    print(joblib.load("out/model.joblib").score(b, d) == model.score(b, d))
