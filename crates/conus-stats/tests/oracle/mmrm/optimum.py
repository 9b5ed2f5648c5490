"""Where is the likelihood greatest, and how does it bend there?   No formula for a derivative: central differences with
a step of 1e-20 in numbers of 120 digits, wrong in the 40th digit. Newton's method stops below steps of 1e-25."""
from flint import arb, arb_mat
import numpy as np
from scipy.optimize import minimize

from covariance import mmrm, size
from likelihood import exact

STEP = arb("1e-20").mid()


def gradient(function, x):
    """First derivatives of a function whose values are numbers or matrices."""
    return [(function(shifted(x, {i: 1})) - function(shifted(x, {i: -1}))) * (1 / (2 * STEP)) for i in range(len(x))]


def shifted(x, steps):
    return [exact(value + steps.get(i, 0) * STEP) for i, value in enumerate(x)]


def second_derivative(function, x, i, j):
    if i == j:
        top = function(shifted(x, {i: 1})) - function(x) * 2 + function(shifted(x, {i: -1}))
        return top * (1 / (STEP * STEP))
    top = function(shifted(x, {i: 1, j: 1})) - function(shifted(x, {i: 1, j: -1}))
    top = top - function(shifted(x, {i: -1, j: 1})) + function(shifted(x, {i: -1, j: -1}))
    return top * (1 / (4 * STEP * STEP))


def hessian(function, x):
    k = len(x)
    result = arb_mat(k, k)
    for i in range(k):
        for j in range(i + 1):
            result[i, j] = result[j, i] = exact(second_derivative(function, x, i, j))
    return result


def midpoints(matrix):
    return arb_mat([[exact(matrix[i, j]) for j in range(matrix.ncols())] for i in range(matrix.nrows())])


class Scale:
    """Parameters of all groups in one list, seen as one covariance per group."""

    def __init__(self, build, structure, visits, groups):
        self.build, self.structure, self.visits, self.groups = build, structure, visits, groups
        self.first = size(structure, visits)[0]
        self.each = sum(size(structure, visits))

    def sigmas(self, x):
        parts = [x[g * self.each:(g + 1) * self.each] for g in range(self.groups)]
        return [self.build(self.structure, part, self.visits) for part in parts]


def neighbourhood(likelihood, scale):
    """The optimum in doubles, from a correlation near one half; x / sqrt(1 + x^2) keeps it inside."""
    trial = likelihood.trial
    response = np.array([float(line[-1]) for rows in trial.subjects.values() for _, line, _ in rows])
    first = [np.log(response.std())] * scale.first
    others = [0.5] * (scale.each - scale.first)
    if scale.structure.startswith("toep"):
        others = [0.6 * 0.8 ** lag for lag in range(len(others))]
    x = np.array((first + others) * scale.groups)
    objective = lambda x: likelihood.minus_two_of_doubles(scale.sigmas([float(a) for a in x]))
    for _ in range(3):
        x = minimize(objective, x, method="BFGS", options={"gtol": 1e-7, "maxiter": 2000}).x
    return [arb(float(a)).mid() for a in x]


def optimum(likelihood, structure):
    """Parameters on the mmrm scale, and the Hessian of -2 log L there."""
    trial = likelihood.trial
    scale = Scale(mmrm, structure, len(trial.visits), len(trial.groups))
    objective = lambda x: likelihood.minus_two(scale.sigmas(x))
    x, curvature, before = neighbourhood(likelihood, scale), None, None
    for _ in range(30):
        slope = arb_mat([[a] for a in gradient(objective, x)])
        if curvature is None:
            curvature = hessian(objective, x)
        step = midpoints(curvature.solve(midpoints(slope)))
        x = [exact(value - step[i, 0]) for i, value in enumerate(x)]
        length = max(abs(float(step[i, 0])) for i in range(len(x)))
        if length < 1e-25:
            return x, hessian(objective, x)
        if before is not None and length > 1e-3 * before:
            curvature = None
        before = length
    raise SystemExit(f"no optimum for {structure}: last step {length:g}")
