"""Run:  python3 derived.py [CASE ...] > derived.csv      (Python 3.11, python-flint, numpy, scipy, mpmath)
The mixed model of every case in cases.csv from its published formulas alone, to a hundred digits, all derivatives
by differences. Takes the place of programs that were not to be had; README.md says what each quantity means."""
import csv
import sys

from flint import arb, arb_mat
from mpmath import mp

import covariance
from likelihood import Likelihood, exact, number
from optimum import Scale, gradient, midpoints, optimum, second_derivative
from trial import Trial

mp.dps = 60


class Fit:
    """Estimates at the optimum."""

    def __init__(self, case):
        self.case, self.trial = case, Trial(case)
        self.reml = case["method"] == "reml"
        self.likelihood = Likelihood(self.trial, self.reml)
        self.x, self.curvature = optimum(self.likelihood, case["structure"])
        crossed = self.crossed(self.scale(covariance.mmrm), self.x)
        self.phi = midpoints(self.likelihood.design_part(crossed).inv())
        p = self.likelihood.p
        self.beta = midpoints(self.phi * arb_mat([[crossed[a, p]] for a in range(p)]))

    def scale(self, build):
        return Scale(build, self.case["structure"], len(self.trial.visits), len(self.trial.groups))

    def crossed(self, scale, x):
        return self.likelihood.crossed([v.inv() for v in self.likelihood.covariances(scale.sigmas(x))])


class Inference:
    """Kenward & Roger 1997 and Satterthwaite on one scale of the covariance parameters."""

    def __init__(self, fit, build, expected=False):
        self.fit, self.scale = fit, fit.scale(build)
        self.x = fit.x if build is covariance.mmrm else self.natural(fit)
        likelihood = fit.likelihood
        self.v = likelihood.covariances(self.scale.sigmas(self.x))
        by_parameter = lambda function: gradient(function, self.x)
        inverses = [by_parameter(lambda x, k=k: likelihood.covariances(self.scale.sigmas(x))[k].inv())
                    for k in range(len(self.v))]
        self.slopes = [[midpoints(inverse) for inverse in pattern] for pattern in inverses]
        self.p_matrices = [likelihood.design_part(likelihood.crossed([s[a] for s in self.slopes]))
                           for a in range(len(self.x))]
        self.w = self.expected_variance() if expected else self.observed_variance(build)

    def natural(self, fit):
        parts = [fit.x[g * self.scale.each:(g + 1) * self.scale.each] for g in range(self.scale.groups)]
        return [exact(a) for part in parts
                for a in covariance.natural_from_mmrm(self.scale.structure, part, self.scale.visits)]

    def observed_variance(self, build):
        """Twice the inverse of the curvature of -2 log L; at the optimum it moves to another scale by the Jacobian."""
        w = 2 * self.fit.curvature.inv()
        if build is not covariance.mmrm:
            columns = gradient(lambda x: arb_mat([[a] for a in self.moved(x)]), self.fit.x)
            jacobian = arb_mat([[column[i, 0] for column in columns] for i in range(len(self.x))])
            w = jacobian * w * jacobian.transpose()
        return midpoints(w)

    def moved(self, x):
        each = self.scale.each
        return [a for g in range(self.scale.groups) for a in covariance.natural_from_mmrm(
            self.scale.structure, x[g * each:(g + 1) * each], self.scale.visits)]

    def expected_variance(self):
        """Inverse of 1/2 tr(P dV_a P dV_b), P = V^-1 - V^-1 X Phi X' V^-1 (Kenward & Roger 1997, section 2)."""
        likelihood, phi, k = self.fit.likelihood, self.fit.phi, len(self.x)
        counts = [len(members) for members in likelihood.patterns.values()]
        information = arb_mat(k, k)
        for a in range(k):
            for b in range(a + 1):
                both = [s[a] * v * s[b] for s, v in zip(self.slopes, self.v)]
                value = sum((n * (m * v).trace() for n, m, v in zip(counts, both, self.v)), arb(0))
                q = likelihood.design_part(likelihood.crossed([(m + m.transpose()) * arb(0.5) for m in both]))
                value += (phi * self.p_matrices[a] * phi * self.p_matrices[b]).trace() - 2 * (phi * q).trace()
                information[a, b] = information[b, a] = exact(value / 2)
        return midpoints(information.inv())

    def curved(self, pattern):
        """sum W_ab d2V_ab of one pattern: what makes the scale matter (zero for us, cs and toep in natural)."""
        group, visits = pattern
        total = arb_mat(len(visits), len(visits))
        for a, b, weight in self.pairs:
            for i, row in enumerate(visits):
                for j, column in enumerate(visits):
                    total[i, j] = total[i, j] + weight * self.seconds[a, b][group][row][column]
        return total

    def adjusted(self):
        """Phi_A = Phi + 2 Phi {sum W_ab (Q_ab - P_a Phi P_b - R_ab / 4)} Phi (Kenward & Roger 1997, eq. 3 and 5)."""
        fit, k = self.fit, range(len(self.x))
        self.seconds, self.pairs = {}, [(a, b, (1 if a == b else 2) * self.w[a, b]) for a in k for b in range(a + 1)]
        flat = lambda x: arb_mat([[e for sigma in self.scale.sigmas(x) for row in sigma for e in row]])
        m = self.scale.visits
        for a, b, _ in self.pairs:
            d = second_derivative(flat, self.x, a, b)
            self.seconds[a, b] = [[[exact(d[0, (g * m + i) * m + j]) for j in range(m)] for i in range(m)]
                                  for g in range(self.scale.groups)]
        inner = []
        for pattern, slopes, v in zip(fit.likelihood.patterns, self.slopes, self.v):
            total = v.inv() * self.curved(pattern) * v.inv() * arb(-0.25)
            for a in k:
                weighted = sum((self.w[a, b] * slopes[b] for b in k), 0 * v)
                total += slopes[a] * v * weighted
            inner.append(midpoints((total + total.transpose()) * arb(0.5)))
        middle = fit.likelihood.design_part(fit.likelihood.crossed(inner))
        for a in k:
            weighted = sum((self.w[a, b] * self.p_matrices[b] for b in k), 0 * fit.phi)
            middle -= self.p_matrices[a] * fit.phi * weighted
        return midpoints(fit.phi + 2 * fit.phi * middle * fit.phi)

    def freedom(self, row):
        """Satterthwaite's 2 v^2 / (g' W g), g the derivatives of v = l Phi l'; Kenward-Roger's for one row."""
        l, phi = arb_mat([row]), self.fit.phi
        v = (l * phi * l.transpose())[0, 0]
        g = arb_mat([[-(l * phi * p * phi * l.transpose())[0, 0]] for p in self.p_matrices])
        return 2 * v * v / (g.transpose() * self.w * g)[0, 0]

    def several_rows(self, rows):
        """Scale and denominator degrees of freedom of F (Kenward & Roger 1997, section 3)."""
        l, phi, q = arb_mat(rows), self.fit.phi, len(rows)
        theta = l.transpose() * (l * phi * l.transpose()).inv() * l
        tilted = [midpoints(theta * phi * p * phi) for p in self.p_matrices]
        traces, k = [t.trace() for t in tilted], range(len(tilted))
        a1 = sum(self.w[a, b] * traces[a] * traces[b] for a in k for b in k)
        a2 = sum(self.w[a, b] * (tilted[a] * tilted[b]).trace() for a in k for b in k)
        b = (a1 + 6 * a2) / (2 * q)
        g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
        c1, c2, c3 = (c / (3 * q + 2 * (1 - g)) for c in (g, q - g, q + 2 - g))
        mean = 1 / (1 - a2 / q)
        variance = arb(2) / q * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
        freedom = 4 + (q + 2) / (q * variance / (2 * mean * mean) - 1)
        return freedom / (mean * (freedom - 2)), freedom


def several_rows_satterthwaite(inference, rows):
    """F and its degrees of freedom from the single rows of L Phi L' = U D U' (Fai & Cornelius 1996, eq. 8)."""
    l, fit, q = arb_mat(rows), inference.fit, len(rows)
    variance = l * fit.phi * l.transpose()
    values, vectors = mp.eigsy(mp.matrix([[mp.mpf(exact_text(variance[i, j])) for j in range(q)] for i in range(q)]))
    total, statistic = mp.mpf(0), mp.mpf(0)
    for column in range(q):
        row = arb_mat([[arb(mp.nstr(vectors[i, column], 50)) for i in range(q)]]) * l
        freedom = mp.mpf(exact_text(inference.freedom([row[0, j] for j in range(row.ncols())])))
        estimate = mp.mpf(exact_text((row * fit.beta)[0, 0]))
        total += freedom / (freedom - 2) if freedom > 2 else 0
        statistic += estimate ** 2 / values[column] / q
    return statistic, 2 * total / (total - q) if total > q else mp.mpf(2)


def exact_text(x):
    return exact(x).str(60, radius=False)


def show(case, quantity, value):
    print(f"{case},{quantity},{float(value)!r}", flush=True)


def show_optimum(name, fit):
    show(name, "minus_two_log_likelihood", fit.likelihood.minus_two(fit.scale(covariance.mmrm).sigmas(fit.x)))
    for group, sigma in zip(fit.trial.groups, fit.scale(covariance.mmrm).sigmas(fit.x)):
        for i, row in enumerate(fit.trial.visits):
            for j, column in enumerate(fit.trial.visits[:i + 1]):
                show(name, f"covariance:{group or 'all'}:{row}:{column}", sigma[i][j])


def show_rows(name, fit, natural, mmrm, expected):
    adjusted = {} if not fit.reml else {"kenward_roger": natural.adjusted(), "kenward_roger_mmrm": mmrm.adjusted(),
                                        "kenward_roger_expected": expected.adjusted()}
    for combination, fractions in fit.trial.combinations().items():
        row = [number(fraction) for fraction in fractions]
        l = arb_mat([row])
        error = lambda phi: (l * phi * l.transpose())[0, 0].sqrt()
        show(name, f"{combination}:estimate", (l * fit.beta)[0, 0])
        show(name, f"{combination}:standard_error", error(fit.phi))
        show(name, f"{combination}:freedom", natural.freedom(row))
        for kind, phi in adjusted.items():
            show(name, f"{combination}:{kind}_standard_error", error(phi))
        if fit.reml:
            show(name, f"{combination}:kenward_roger_expected_freedom", expected.freedom(row))
    return adjusted


def show_interaction(name, fit, natural, mmrm, expected, adjusted):
    rows = [[number(fraction) for fraction in row] for row in fit.trial.interaction()]
    statistic, freedom = several_rows_satterthwaite(natural, rows)
    show(name, "interaction:statistic", statistic)
    show(name, "interaction:freedom", freedom)
    l = arb_mat(rows)
    estimates = l * fit.beta
    for kind, phi in adjusted.items():
        inference = {"kenward_roger": natural, "kenward_roger_mmrm": mmrm, "kenward_roger_expected": expected}[kind]
        scale, freedom = inference.several_rows(rows)
        wald = (estimates.transpose() * (l * phi * l.transpose()).inv() * estimates)[0, 0] / len(rows)
        show(name, f"interaction:{kind}_statistic", scale * wald)
        show(name, f"interaction:{kind}_scale", scale)
        show(name, f"interaction:{kind}_freedom", freedom)


def main():
    print("case,quantity,value")
    for case in csv.DictReader(open("cases.csv")):
        if len(sys.argv) > 1 and case["case"] not in sys.argv[1:]:
            continue
        fit = Fit(case)
        natural, mmrm = Inference(fit, covariance.natural), Inference(fit, covariance.mmrm)
        expected = Inference(fit, covariance.natural, expected=True) if fit.reml else None
        show_optimum(case["case"], fit)
        adjusted = show_rows(case["case"], fit, natural, mmrm, expected)
        show_interaction(case["case"], fit, natural, mmrm, expected, adjusted)


main()
