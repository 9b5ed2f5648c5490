"""Run:  python3 statsmodels_oracle.py > statsmodels.csv      (Python 3.11, statsmodels 0.15.0, numpy)
What R has no function for without further packages: HC3, Newcombe's interval, the ratio of shares, unequal groups."""
import csv
import numpy as np
import statsmodels.api as sm
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import confint_proportions_2indep


def show(case, quantity, value):
    print(f"{case},{quantity},{float(value)!r}")


rows = list(csv.DictReader(open("trial.csv")))
column = lambda name: np.array([float(row[name]) for row in rows])
names = ["arm", "baseline", "age", "months"]
x = np.column_stack([np.ones(len(rows))] + [column(name) for name in names])
fit = sm.OLS(column("week12"), x).fit(cov_type="HC3", use_t=True)
print("case,quantity,value")
for name, error, p in zip(["(intercept)"] + names, fit.bse, fit.pvalues):
    show("hc3", f"{name}:standard_error", error)
    show("hc3", f"{name}:p", p)
for e1, n1, e2, n2 in [(48, 80, 56, 70), (9, 30, 17, 31), (1, 12, 5, 14), (75, 290, 40, 300), (7, 20, 7, 20)]:
    case = f"{e1}/{n1}/{e2}/{n2}"
    for kind, method in [("diff", "newcomb"), ("ratio", "log")]:
        lower, upper = confint_proportions_2indep(e2, n2, e1, n1, compare=kind, method=method)
        show(case, f"{kind}_lower", lower)
        show(case, f"{kind}_upper", upper)
for d, n1, n2 in [(0.4, 30, 60), (0.9, 8, 31), (0.05, 400, 100), (3.0, 20, 22)]:
    show(f"{d}/{n1}/{n2}", "power", TTestIndPower().power(d, n1, 0.05, ratio=n2 / n1))
