"""What covariance do these parameters make?   Each structure twice, so that no derivative is ever written by hand:

* `natural`, the scale of SAS and of Kenward & Roger 1997: variances, covariances and correlations themselves;
* `mmrm`, the scale of the R package of that name: log standard deviations first, then correlations as
  x / sqrt(1 + x^2); for `us` the factor L = D T with D = diag(exp(x)) and T unit lower triangular, row by row.

A number may be a float or a ball of flint (`arb`); lists of lists are matrices."""
import math


def exp(x):
    return math.exp(x) if isinstance(x, float) else x.exp()


def sqrt(x):
    return math.sqrt(x) if isinstance(x, float) else x.sqrt()


def tanh_like(x):
    return x / sqrt(1 + x * x)


def lower_product(d, below):
    """D T T' D with the elements of T below the diagonal row by row."""
    m, rows, taken = len(d), [], 0
    for i in range(m):
        rows.append([d[i] * t for t in below[taken:taken + i]] + [d[i]])
        taken += i
    return [[sum((rows[i][k] * rows[j][k] for k in range(min(i, j) + 1)), 0 * d[0]) for j in range(m)] for i in range(m)]


def triangle(elements, m):
    """A symmetric matrix from its lower triangle, row by row."""
    return [[elements[max(i, j) * (max(i, j) + 1) // 2 + min(i, j)] for j in range(m)] for i in range(m)]


def from_deviations(deviations, correlation, m):
    d = deviations if len(deviations) == m else deviations * m
    return [[d[i] * d[j] * (correlation(i, j) if i != j else 1) for j in range(m)] for i in range(m)]


def product(numbers):
    result = numbers[0]
    for number in numbers[1:]:
        result = result * number
    return result


# The correlation of visits i and j, and how many numbers it takes.
CORRELATIONS = {
    "cs": (lambda r: lambda i, j: r[0], lambda m: 1),
    "ar1": (lambda r: lambda i, j: product([r[0]] * abs(i - j)), lambda m: 1),
    "toep": (lambda r: lambda i, j: r[abs(i - j) - 1], lambda m: m - 1),
    "ad": (lambda r: lambda i, j: product(r[min(i, j):max(i, j)]), lambda m: m - 1),
}
# Structure: its correlation, and whether each visit has a variance of its own.
STRUCTURES = {"cs": ("cs", False), "csh": ("cs", True), "ar1": ("ar1", False), "ar1h": ("ar1", True),
              "toep": ("toep", False), "toeph": ("toep", True), "ad": ("ad", False), "adh": ("ad", True)}


def size(structure, m):
    """How many parameters: first those of the variances, then the others."""
    if structure == "us":
        return m, m * (m - 1) // 2
    name, own = STRUCTURES[structure]
    return (m if own else 1), CORRELATIONS[name][1](m)


def mmrm(structure, x, m):
    first, _ = size(structure, m)
    deviations = [exp(a) for a in x[:first]]
    if structure == "us":
        return lower_product(deviations, x[first:])
    return from_deviations(deviations, CORRELATIONS[STRUCTURES[structure][0]][0]([tanh_like(a) for a in x[first:]]), m)


def natural(structure, x, m):
    if structure == "us":
        return triangle(x, m)
    first, _ = size(structure, m)
    if structure in ("cs", "toep"):  # the bands: variance, then covariances
        return [[x[0] if i == j else x[1] if structure == "cs" else x[abs(i - j)] for j in range(m)] for i in range(m)]
    return from_deviations([sqrt(a) for a in x[:first]], CORRELATIONS[STRUCTURES[structure][0]][0](x[first:]), m)


def natural_from_mmrm(structure, x, m):
    """The same covariance on the natural scale."""
    sigma, (first, _) = mmrm(structure, x, m), size(structure, m)
    if structure == "us":
        return [sigma[i][j] for i in range(m) for j in range(i + 1)]
    if structure == "cs":
        return [sigma[0][0], sigma[0][1]]
    if structure == "toep":
        return sigma[0]
    return [sigma[i][i] for i in range(first)] + [tanh_like(a) for a in x[first:]]
