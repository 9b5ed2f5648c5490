"""Run:  python3 longley_robust.py > longley_robust.csv      (Python 3.11, mpmath 1.3, 60 digits)
Robust standard errors of Longley's regression. R's sandwich inverts X'X and keeps eight digits of them; this says which."""
import csv
from mpmath import mp, matrix, mpf, sqrt

mp.dps = 60
names = ["deflator", "gnp", "unemployed", "armed_forces", "population", "year"]
rows = list(csv.DictReader(open("longley.csv")))
x = matrix([[mpf(1)] + [mpf(float(row[name])) for name in names] for row in rows])
y = matrix([mpf(float(row["employed"])) for row in rows])
n, p = x.rows, x.cols
inverse = (x.T * x) ** -1
residual = y - x * (inverse * (x.T * y))
print("case,quantity,value")
for kind in ["hc0", "hc1", "hc2", "hc3"]:
    middle = matrix(p, p)
    for i in range(n):
        h = (x[i, :] * inverse * x[i, :].T)[0]
        w = residual[i] ** 2 * {"hc0": 1, "hc1": mpf(n) / (n - p), "hc2": 1 / (1 - h), "hc3": 1 / (1 - h) ** 2}[kind]
        middle += w * (x[i, :].T * x[i, :])
    v = inverse * middle * inverse
    for j in range(p):
        print(f"longley,{kind}:{j + 1},{float(sqrt(v[j, j]))!r}")
