"""How sure are coefficients if the covariance is wrong?   Phi (sum X_i' V_i^-1 a_i a_i' V_i^-1 X_i) Phi, in doubles.

With L L' = V_i the residuals r and rows X of a subject become L^-1 r and L^-1 X there; H = L^-1 X Phi X' L'^-1, and a is
* CR0 r (Liang & Zeger 1986); CR3 (I - H)^-1 r (Mancl & DeRouen 2001); CR2 (I - H)^(-1/2) r (Bell & McCaffrey 2002)."""
import numpy as np


def doubles(matrix):
    return np.array([[float(matrix[i, j]) for j in range(matrix.ncols())] for i in range(matrix.nrows())])


def corrected(kind, left, residuals):
    if kind == "cr0":
        return residuals
    if kind == "cr3":
        return np.linalg.solve(left, residuals)
    values, vectors = np.linalg.eigh(left)
    return vectors @ ((vectors.T @ residuals) / np.sqrt(values))


def sandwich(fit, kind, sigmas):
    phi, beta = doubles(fit.phi), doubles(fit.beta)[:, 0]
    middle = np.zeros_like(phi)
    for v, members in zip(fit.likelihood.covariances(sigmas), fit.likelihood.patterns.values()):
        lower = np.linalg.cholesky(doubles(v))
        for member in members:
            z = doubles(member)
            x = np.linalg.solve(lower, z[:, :-1])
            residuals = np.linalg.solve(lower, z[:, -1] - z[:, :-1] @ beta)
            score = x.T @ corrected(kind, np.eye(len(x)) - x @ phi @ x.T, residuals)
            middle += np.outer(score, score)
    return phi @ middle @ phi
