"""How sure is a coefficient, and with how many degrees of freedom?   Satterthwaite, Kenward & Roger 1997 (Biometrics
53:983) on a chosen scale of the covariance parameters, and Fai & Cornelius 1996 (J Stat Comput Simul 54:363)."""
from flint import arb, arb_mat
from mpmath import mp

import covariance
from likelihood import Likelihood, exact
from optimum import STEP, Scale, gradient, midpoints, optimum, second_derivative, shifted
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
        self.slopes = self.slopes_of_inverses()
        self.p_matrices = [likelihood.design_part(likelihood.crossed([s[a] for s in self.slopes]))
                           for a in range(len(self.x))]
        self.w = self.expected_variance() if expected else self.observed_variance(build)

    def slopes_of_inverses(self):
        """dV^-1 / da of each pattern and parameter."""
        columns = []
        for a in range(len(self.x)):
            above, below = (self.fit.likelihood.covariances(self.scale.sigmas(shifted(self.x, {a: step})))
                            for step in (1, -1))
            columns.append([midpoints((u.inv() - d.inv()) * (1 / (2 * STEP))) for u, d in zip(above, below)])
        return [list(pattern) for pattern in zip(*columns)]

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

    def curved(self):
        """sum W_ab d2V_ab of each pattern: what makes the scale matter (zero for us, cs and toep in natural)."""
        m, groups = self.scale.visits, self.scale.groups
        flat = lambda x: arb_mat([[e for sigma in self.scale.sigmas(x) for row in sigma for e in row]])
        total = arb_mat(1, groups * m * m)
        for a in range(len(self.x)):
            for b in range(a + 1):
                total += (1 if a == b else 2) * self.w[a, b] * midpoints(second_derivative(flat, self.x, a, b))
        return self.fit.likelihood.covariances(
            [[[exact(total[0, (g * m + i) * m + j]) for j in range(m)] for i in range(m)] for g in range(groups)])

    def adjusted(self, second=True):
        """Phi_A = Phi + 2 Phi {sum W_ab (Q_ab - P_a Phi P_b - R_ab / 4)} Phi (Kenward & Roger 1997, section 2);
        without `second`, R is left out."""
        fit, k = self.fit, range(len(self.x))
        inner = []
        for curved, slopes, v in zip(self.curved(), self.slopes, self.v):
            total = v.inv() * curved * v.inv() * arb(-0.25 if second else 0)
            for a in k:
                total += slopes[a] * v * sum((self.w[a, b] * slopes[b] for b in k), 0 * v)
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

    def several_rows_satterthwaite(self, rows):
        """F and its degrees of freedom from the single rows of L Phi L' = U D U' (Fai & Cornelius 1996, section 2);
        2 where one of them has no more than 2, as in lmerTest and R mmrm."""
        l, fit, q = arb_mat(rows), self.fit, len(rows)
        variance = l * fit.phi * l.transpose()
        values, vectors = mp.eigsy(mp.matrix([[decimal(variance[i, j]) for j in range(q)] for i in range(q)]))
        axes = [arb_mat([[arb(mp.nstr(vectors[i, axis], 50)) for i in range(q)]]) * l for axis in range(q)]
        statistic = sum(decimal((row * fit.beta)[0, 0]) ** 2 / value for row, value in zip(axes, values)) / q
        each = [decimal(self.freedom([row[0, j] for j in range(row.ncols())])) for row in axes]
        if q == 1 or min(each) <= 2:
            return statistic, each[0] if q == 1 else mp.mpf(2)
        total = sum(freedom / (freedom - 2) for freedom in each)
        return statistic, 2 * total / (total - q)


def decimal(x):
    return mp.mpf(exact(x).str(60, radius=False))
