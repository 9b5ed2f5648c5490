"""Writes distribution.csv: tails with 400 decimal digits of working precision; the noncentral tail by quadrature in doubles.

Run:  python3 distribution.py > distribution.csv      (Python 3.11, mpmath 1.4.1, scipy 1.17.1)
Every argument is an exact double, printed so that it reads back as the same double.
A quantile is not solved for: the table holds (quantile, tail at that quantile), and the test inverts the tail.
"""
import mpmath as mp
import numpy as np
import scipy.special as sc

# A tail of 1e-300 taken as one minus the other tail keeps 100 digits.
mp.mp.dps = 400


def positive_series(ratio):
    """1 + r(1) + r(1) r(2) + ..., all terms positive."""
    total, term, k = mp.mpf(1), mp.mpf(1), 0
    while term > total * mp.eps:
        k += 1
        term *= ratio(k)
        total += term
    return total


def half_beta(a, b, x, y):
    """I_x(a, b) by DLMF 8.17.8, summed for the smaller of x and y."""
    if x > y:
        return 1 - half_beta(b, a, y, x)
    return x**a * y**b / (a * mp.beta(a, b)) * positive_series(lambda k: (a + b + k - 1) * x / (a + k))


def normal_upper(z):
    return mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2


def t_upper(t, freedom):
    t, v = mp.mpf(t), mp.mpf(freedom)
    return half_beta(v / 2, mp.mpf(1) / 2, v / (v + t * t), t * t / (v + t * t)) / 2


def f_upper(f, above, below):
    f, d1, d2 = mp.mpf(f), mp.mpf(above), mp.mpf(below)
    return half_beta(d2 / 2, d1 / 2, d2 / (d2 + d1 * f), d1 * f / (d2 + d1 * f))


def beta_lower(x, a, b):
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    return half_beta(a, b, x, 1 - x)


def gamma_lower(x, shape):
    """P(shape, x) by DLMF 8.7.1."""
    x, a = mp.mpf(x), mp.mpf(shape)
    return x**a * mp.exp(-x) / mp.gamma(a + 1) * positive_series(lambda k: x / (a + k))


def gamma_upper(x, shape):
    return 1 - gamma_lower(x, shape)


def noncentral_upper(t, freedom, delta):
    """P(T > t), the mean of Phi(delta - t s) over s = sqrt(chi-square / freedom); doubles, error near 1e-15."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    width = 1 / np.sqrt(2 * freedom)
    ends = np.linspace(max(0.0, 1 - 14 * width), 1 + 30 * width, 201)
    half = (ends[1:] - ends[:-1]) / 2
    s = ((ends[1:] + ends[:-1]) / 2)[:, None] + half[:, None] * nodes[None, :]
    log_density = np.log(2) + freedom / 2 * np.log(freedom / 2) - sc.gammaln(freedom / 2)
    log_density = log_density + (freedom - 1) * np.log(s) - freedom * s * s / 2
    return mp.mpf(float(np.sum(half[:, None] * weights * np.exp(log_density) * sc.ndtr(delta - t * s))))


def row(name, value, *arguments):
    cells = [repr(float(a)) for a in arguments] + [""] * (3 - len(arguments))
    print(name, *cells, mp.nstr(value, 20, min_fixed=0, max_fixed=0), sep=",")


print("function,first,second,third,value")
for z in [0.001, 0.1, 0.5, 0.674, 1.0, 1.6448536269514722, 1.96, 2.5, 3.0, 4.5, 6.0, 8.0, 12.0, 20.0, 30.0, 37.0]:
    row("normal_upper", normal_upper(z), z)
for freedom in [0.5, 1.0, 1.7, 2.0, 4.3, 7.25, 10.0, 19.99, 30.0, 63.5, 118.0, 999.5, 20000.0, 1e6]:
    for t in [0.001, 0.2, 0.7, 1.0, 1.7, 1.75, 2.0, 3.1, 5.0, 9.0, 25.0, 37.0, 400.0, 1e6]:
        if (p := t_upper(t, freedom)) > mp.mpf("1e-300"):
            row("t_upper", p, t, freedom)
for above, below in [(1.0, 1.0), (1.0, 7.5), (2.0, 3.0), (3.0, 116.0), (5.5, 20.25), (30.0, 12.0), (100.0, 400.0)]:
    for f in [0.01, 0.3, 0.9, 1.0, 1.2, 2.5, 4.0, 11.0, 70.0, 1000.0, 1e9]:
        if (p := f_upper(f, above, below)) > mp.mpf("1e-300"):
            row("f_upper", p, f, above, below)
for a, b in [(0.5, 0.5), (1.0, 3.0), (0.3, 12.0), (8.0, 2.5), (13.0, 48.0), (75.0, 26.0), (400.0, 601.0), (5e4, 3e4)]:
    for x in [1e-9, 1e-3, 0.05, 0.2, 0.25, 0.39, 0.42, 0.5, 0.625, 0.7, 0.75, 0.9, 0.999]:
        if mp.mpf("1e-300") < (p := beta_lower(x, a, b)) < 1 - mp.mpf("1e-9"):
            row("beta_lower", p, x, a, b)
for shape in [0.5, 1.0, 2.5, 6.0, 17.3, 60.0, 500.0, 20000.0]:
    for ratio in [1e-6, 0.01, 0.2, 0.7, 0.95, 1.0, 1.05, 1.5, 3.0, 10.0, 40.0, 500.0]:
        x = float(shape * ratio)
        if (p := gamma_upper(x, shape)) > mp.mpf("1e-300"):
            row("gamma_upper", p, x, shape)
        if mp.mpf("1e-300") < (p := gamma_lower(x, shape)) < 1 - mp.mpf("1e-9"):
            row("gamma_lower", p, x, shape)
for freedom in [3.0, 11.5, 38.0, 118.0]:
    for delta in [-2.0, -0.3, 0.4, 2.8, 5.0, 45.0]:
        for t in [0.0, 0.7, 1.98, 6.0, 40.0]:
            row("noncentral_t_upper", noncentral_upper(t, freedom, delta), t, freedom, delta)
