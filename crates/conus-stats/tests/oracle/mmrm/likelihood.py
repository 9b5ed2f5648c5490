"""How likely is the trial at these covariance parameters, to a hundred digits?

Subjects of one group seen at the same visits share a covariance V. With z = (x, y) of one value, everything the
likelihood needs of them is S_jk = sum over subjects of z_j z_k'; M = sum over pairs of (V^-1)_jk S_jk then holds
X'V^-1X, X'V^-1y and y'V^-1y. A weight w multiplies z by sqrt(w)."""
from flint import arb, arb_mat, ctx, fmpq
import numpy as np

ctx.prec = 420


def number(fraction):
    return arb(fmpq(fraction.numerator, fraction.denominator))


def exact(x):
    """The midpoint of a ball: what is left of its radius is far below every difference taken."""
    return x.mid()


class Likelihood:
    def __init__(self, trial, reml):
        self.trial, self.reml, self.p = trial, reml, len(trial.names)
        self.patterns, self.log_weights, self.n = {}, arb(0), len(trial.rows)
        for (_, group), rows in trial.subjects.items():
            rows.sort(key=lambda row: row[0])
            scaled = [[number(value) * number(weight).sqrt() for value in line] for _, line, weight in rows]
            for _, _, weight in rows:
                self.log_weights += number(weight).log()
            self.patterns.setdefault((group, tuple(row[0] for row in rows)), []).append(arb_mat(scaled))
        self.sums = self.sums_of_products()
        self.sums_of_doubles = np.array([[float(self.sums[i, j]) for j in range(self.sums.ncols())]
                                         for i in range(self.sums.nrows())])

    def sums_of_products(self):
        """One row per pattern and pair j <= k: the upper triangle of S_jk + S_kj (S_jj once)."""
        q, lines = self.p + 1, []
        for (_, visits), members in self.patterns.items():
            for j in range(len(visits)):
                for k in range(j, len(visits)):
                    line = []
                    for a in range(q):
                        for b in range(a, q):
                            total = sum((z[j, a] * z[k, b] for z in members), arb(0))
                            if j != k:
                                total += sum((z[k, a] * z[j, b] for z in members), arb(0))
                            line.append(total)
                    lines.append(line)
        return arb_mat(lines)

    def crossed(self, inner):
        """sum over subjects of Z' B Z, where `inner` holds the symmetric B of each pattern."""
        q, entries = self.p + 1, []
        for b in inner:
            entries += [b[j, k] for j in range(b.nrows()) for k in range(j, b.ncols())]
        line, position, result = arb_mat([entries]) * self.sums, 0, arb_mat(q, q)
        for a in range(q):
            for b in range(a, q):
                result[a, b] = result[b, a] = exact(line[0, position])
                position += 1
        return result

    def design_part(self, crossed):
        return arb_mat([[crossed[a, b] for b in range(self.p)] for a in range(self.p)])

    def covariances(self, sigmas):
        """V of each pattern from the covariance of a complete subject of each group."""
        return [arb_mat([[sigmas[group][i][j] for j in visits] for i in visits]) for group, visits in self.patterns]

    def minus_two(self, sigmas):
        """-2 log L, restricted (Patterson & Thompson 1971, without log |X'X|) or full, fixed effects profiled."""
        v = self.covariances(sigmas)
        crossed = self.crossed([a.inv() for a in v])
        design = self.design_part(crossed).det()
        value = crossed.det() / design - self.log_weights
        for members, a in zip(self.patterns.values(), v):
            value += len(members) * a.det().log()
        value += (self.n - (self.p if self.reml else 0)) * (2 * arb.pi()).log()
        return exact(value + design.log() if self.reml else value)

    def minus_two_of_doubles(self, sigmas):
        """The same in doubles, to find the neighbourhood of the optimum."""
        entries, value, q = [], 0.0, self.p + 1
        for (group, visits), members in self.patterns.items():
            v = np.array(sigmas[group])[np.ix_(visits, visits)]
            sign, log_determinant = np.linalg.slogdet(v)
            if sign <= 0 or np.linalg.eigvalsh(v)[0] <= 0:
                return 1e10
            value += len(members) * log_determinant
            entries += list(np.linalg.inv(v)[np.triu_indices(len(visits))])
        crossed = np.zeros((q, q))
        crossed[np.triu_indices(q)] = np.array(entries) @ self.sums_of_doubles
        crossed = crossed + np.triu(crossed, 1).T
        design = crossed[:-1, :-1]
        value += crossed[-1, -1] - crossed[-1, :-1] @ np.linalg.solve(design, crossed[:-1, -1])
        return value + np.linalg.slogdet(design)[1] if self.reml else value
