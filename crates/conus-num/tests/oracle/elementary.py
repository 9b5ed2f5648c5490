"""The other program behind conus_num::elementary: mpmath at 60 digits.

    python elementary.py table > ../it/elementary_reference.csv     reference values
    python elementary.py coefficients                               polynomials, with their truncation error

Needs only mpmath (made with 1.4.1). The table holds each value as the nearest double plus the remainder, so
that an error is seen in fractions of a unit in the last place.
"""

import sys

from mpmath import cos, exp, expm1, log, log1p, mp, mpf, pi, sqrt, tanh

mp.dps = 60


def interpolate(function, low, high, degree):
    """Coefficients, lowest first, of the polynomial that meets `function` at the Chebyshev nodes of [low, high]."""
    count = degree + 1
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [middle + half * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    divided = [function(x) for x in nodes]
    for order in range(1, count):
        for i in range(count - 1, order - 1, -1):
            divided[i] = (divided[i] - divided[i - 1]) / (nodes[i] - nodes[i - order])
    coefficients = [mpf(0)] * count
    for i in range(count - 1, -1, -1):
        shifted = [mpf(0)] + coefficients[:-1]
        coefficients = [a - nodes[i] * b for a, b in zip(shifted, coefficients)]
        coefficients[0] += divided[i]
    return coefficients


def largest_error(error, low, high, steps=4001):
    """Largest |error(x)| on an even grid that leaves out x = 0."""
    points = [low + (high - low) * i / (steps - 1) for i in range(steps)]
    return max(abs(error(x)) for x in points if x != 0)


def horner(coefficients, x):
    """The polynomial with its coefficients rounded to double, evaluated without further rounding."""
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + mpf(float(c))
    return total


def print_coefficients():
    half_ln2 = log(2) / 2
    # exp(r) = 1 + r + r^2 (1/2 + r C(r))
    c = interpolate(lambda r: ((exp(r) - 1 - r) / r**2 - mpf(1) / 2) / r, -half_ln2, half_ln2, 9)
    error = largest_error(
        lambda r: (1 + r + r**2 * (mpf(1) / 2 + r * horner(c, r))) / exp(r) - 1, -half_ln2, half_ln2
    )
    show("EXP", c, error)

    # ln((1 + s) / (1 - s)) = 2 s + s z Q(z) with z = s^2
    def q(z):
        s = sqrt(z)
        return (log((1 + s) / (1 - s)) / s - 2) / z

    for name, s_max, degree in [("LN", (sqrt(2) - 1) / (sqrt(2) + 1), 6), ("LN_WIDE", mpf(1) / 3, 10)]:
        c = interpolate(q, mpf(0), s_max**2, degree)
        error = largest_error(
            lambda s: (2 * s + s**3 * horner(c, s**2)) / log((1 + s) / (1 - s)) - 1, mpf(0), s_max
        )
        show(name, c, error)
    high = mpf(int(log(2) * 2**32)) / 2**32
    print("LN2_HIGH", repr(float(high)), "LN2_LOW", repr(float(log(2) - high)))
    print("LOG2_E", repr(float(1 / log(2))))


def show(name, coefficients, error):
    print(f"{name}: relative truncation error {mp.nstr(error, 3)}")
    for c in coefficients:
        print(f"    {float(c)!r},")


def spread(low, high, count):
    """Doubles with full mantissas between low and high: golden-ratio steps, so no point is special."""
    golden = (5**0.5 - 1) / 2
    return [low + (high - low) * ((i * golden + 0.137) % 1.0) for i in range(count)]


def signed_decades(least, most, count):
    """Doubles of both signs, even in the logarithm."""
    sizes = [float(mpf(10) ** mpf(e)) for e in spread(least, most, count)]
    return [s if i % 2 else -s for i, s in enumerate(sizes)]


def row(name, x, y, value):
    high = float(value)
    low = float(value - mpf(high))
    print(f"{name},{x!r},{y!r},{high!r},{low!r}")


def print_table():
    print("function,x,y,value_high,value_low")
    one_more, one_less = 1.0 + 2.0**-52, 1.0 - 2.0**-53
    for x in [0.0, 1.0, -1.0, 2.0**-60, 708.5] + spread(-1.0, 1.0, 40) + spread(-707.9, 708.9, 60):
        row("exp", x, 0.0, exp(mpf(x)))
    near_one = [1.0 + d for d in signed_decades(-12, -1, 20)]
    for x in (
        [1.0, 2.0, 0.5, one_more, one_less, 5e-324, 1e-310, 1.7e308]
        + near_one
        + spread(0.5, 2.0, 50)
        + [abs(d) for d in signed_decades(-300, 300, 40)]
    ):
        row("ln", x, 0.0, log(mpf(x)))
    for x in [2.0**-1000, 1e-300] + signed_decades(-20, 2.8, 60) + spread(-1.5, 1.5, 40):
        row("exp_m1", x, 0.0, expm1(mpf(x)))
    for x in [1e-300, 0.5, 3.0] + signed_decades(-20, 1.5, 60) + spread(-3.0, 3.0, 60):
        row("tanh", x, 0.0, tanh(mpf(x)))
    for x in [0.0, -700.0, 700.0] + spread(-2.0, 2.0, 40) + spread(-40.0, 40.0, 40) + spread(-700.0, 700.0, 30):
        row("softplus", x, 0.0, log1p(exp(mpf(x))))
    bases = spread(0.02, 30.0, 60) + spread(0.7, 1.45, 60) + [abs(d) for d in signed_decades(-6, 6, 60)]
    exponents = spread(-3.5, 3.5, len(bases))
    for x, y in zip(bases, exponents):
        row("pow", x, y, mpf(x) ** mpf(y))
    for x, target in zip(spread(0.5, 2.0, 60), spread(-50.0, 50.0, 60)):
        y = float(target / log(mpf(x)))
        row("pow", x, y, mpf(x) ** mpf(y))
    for n in [1.0, 2.0, 3.0, 4.0, 1.5, 2.7, 6.0]:
        for x in [abs(d) for d in signed_decades(-4, 3, 12)]:
            power = mpf(x) ** mpf(n)
            row("hill", x, n, power / (power + mpf(0.48) ** mpf(n)))


if __name__ == "__main__":
    {"table": print_table, "coefficients": print_coefficients}[sys.argv[1]]()
