"""The other program behind conus_num::decay: mpmath at 160 digits.

    python decay.py > ../it/decay_reference.csv

Divided differences of exp(-rate t) at three rates. Equal rates are moved apart by 1e-25, which changes the 24th digit; of
160 digits at most 70 are then lost.
"""

from mpmath import exp, mp, mpf

mp.dps = 160

RATES = [
    (24.0, 2.64, 1.0),
    (2.64, 24.0, 1.0),
    (0.0, 24.0, 2.64),
    (0.0, 0.0, 0.0),
    (1.0, 1.0, 1.0),
    (1.0, 1.0, 2.0),
    (2.64, 2.64, 24.0),
    (1.0, 1.0 + 1e-12, 1.0 - 3e-9),
    (1.0, 1.001, 0.9995),
    (1.0, 1.05, 1.1),
    (1.0, 1.1, 1.0),
    (3.0, 3.3, 2.8),
]
TIMES = [1e-9, 1e-4, 0.02, 0.5, 1.0, 3.0, 12.0]


def apart(rates):
    """The same rates, none equal to another."""
    return [mpf(rate) + mpf(10) ** -25 * (1 + abs(mpf(rate))) * place for place, rate in enumerate(rates)]


def divided(rates, time):
    if len(rates) == 1:
        return exp(-rates[0] * time)
    return (divided(rates[:-1], time) - divided(rates[1:], time)) / (rates[-1] - rates[0])


print("first,second,third,time,left,passed,passed_twice")
for rates in RATES:
    for time in TIMES:
        far = apart(rates)
        values = [divided(far[:count], mpf(time)) for count in (1, 2, 3)]
        print(",".join([*(repr(float(x)) for x in (*rates, time)), *(mp.nstr(value, 20) for value in values)]))
