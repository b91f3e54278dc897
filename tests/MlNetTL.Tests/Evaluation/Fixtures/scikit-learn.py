import json, numpy as np
from sklearn.metrics import roc_auc_score, average_precision_score, log_loss, f1_score, accuracy_score, brier_score_loss, confusion_matrix, precision_score, recall_score, roc_curve
r = np.random.RandomState(7)
n = 120
cases = []
for name, digits in (("continuous", 6), ("tied", 1), ("three levels", 0)):
    y = (r.rand(n) < 0.35).astype(int)
    s = 1 / (1 + np.exp(-(r.randn(n) + 1.3 * y - 0.6)))
    s = np.round(s, digits) if digits else np.round(s * 2) / 2
    s = s.astype(np.float32)
    fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False)
    cases.append(dict(name=name, labels=y.tolist(), scores=[float(str(v)) for v in s],
        auc=roc_auc_score(y, s), averagePrecision=average_precision_score(y, s),
        logLoss=log_loss(y, np.clip(s, np.finfo(np.float32).eps, 1 - np.finfo(np.float32).eps).astype(np.float64)),
        brier=brier_score_loss(y, s), f1=f1_score(y, s > 0.5), accuracy=accuracy_score(y, s > 0.5),
        falsePositiveRates=fpr.tolist(), truePositiveRates=tpr.tolist()))
y = r.randint(0, 3, 90); z = r.randn(90, 3); z[np.arange(90), y] += 1.2
p = np.round(np.exp(z) / np.exp(z).sum(1, keepdims=True), 4); p[:, 2] = 1 - p[:, 0] - p[:, 1]; p = np.round(p, 4)
c = p.argmax(1)
multi = dict(labels=y.tolist(), probabilities=p.tolist(), confusion=confusion_matrix(y, c).tolist(), accuracy=accuracy_score(y, c),
    macroAuc=roc_auc_score(y, p, multi_class="ovr"), precision=precision_score(y, c, average=None).tolist(), recall=recall_score(y, c, average=None).tolist(),
    f1=f1_score(y, c, average=None).tolist(), logLoss=log_loss(y, p))
json.dump(dict(binary=cases, multiclass=multi), open("scikit-learn.json", "w"))
