"""Run:  python3 derived.py [CASE ...] > derived.csv      (Python 3.11, python-flint, numpy, scipy, mpmath)
The mixed model of every case in cases.csv from its published formulas alone, to a hundred digits, all derivatives
by differences. Takes the place of programs that were not to be had; README.md says what each quantity means."""
import csv
import sys

from flint import arb_mat
import numpy as np

import covariance
from inference import Fit, Inference
from likelihood import number
from sandwich import sandwich


def show(case, quantity, value):
    print(f"{case},{quantity},{float(value)!r}", flush=True)


class Answers:
    """All inference on one fit."""

    def __init__(self, case):
        self.name, self.fit = case["case"], Fit(case)
        self.natural = Inference(self.fit, covariance.natural)
        self.sigmas = self.fit.scale(covariance.mmrm).sigmas(self.fit.x)
        self.kenward_roger = {}
        if self.fit.reml:
            mmrm = Inference(self.fit, covariance.mmrm)
            expected = Inference(self.fit, covariance.natural, expected=True)
            self.kenward_roger = {"kenward_roger": (self.natural, self.natural.adjusted()),
                                  "kenward_roger_linear": (self.natural, self.natural.adjusted(second=False)),
                                  "kenward_roger_mmrm": (mmrm, mmrm.adjusted()),
                                  "kenward_roger_expected": (expected, expected.adjusted())}

    def show(self):
        show(self.name, "minus_two_log_likelihood", self.fit.likelihood.minus_two(self.sigmas))
        for group, sigma in zip(self.fit.trial.groups, self.sigmas):
            for i, row in enumerate(self.fit.trial.visits):
                for j, column in enumerate(self.fit.trial.visits[:i + 1]):
                    show(self.name, f"covariance:{group or 'all'}:{row}:{column}", sigma[i][j])
        robust = {kind: sandwich(self.fit, kind, self.sigmas) for kind in ("cr0", "cr2", "cr3")}
        for combination, fractions in self.fit.trial.combinations().items():
            self.show_combination(combination, fractions, robust)
        self.show_interaction([[number(fraction) for fraction in row] for row in self.fit.trial.interaction()])

    def show_combination(self, combination, fractions, robust):
        say = lambda quantity, value: show(self.name, f"{combination}:{quantity}", value)
        row = [number(fraction) for fraction in fractions]
        l, doubles = arb_mat([row]), np.array([float(fraction) for fraction in fractions])
        error = lambda phi: (l * phi * l.transpose())[0, 0].sqrt()
        say("estimate", (l * self.fit.beta)[0, 0])
        say("standard_error", error(self.fit.phi))
        say("freedom", self.natural.freedom(row))
        say("between_within_freedom", self.fit.trial.between_within(fractions))
        for kind, (inference, phi) in self.kenward_roger.items():
            say(f"{kind}_standard_error", error(phi))
            if kind == "kenward_roger_expected":
                say(f"{kind}_freedom", inference.freedom(row))
        for kind, phi in robust.items():
            say(f"{kind}_standard_error", np.sqrt(doubles @ phi @ doubles))

    def show_interaction(self, rows):
        say = lambda quantity, value: show(self.name, f"interaction:{quantity}", value)
        statistic, freedom = self.natural.several_rows_satterthwaite(rows)
        say("statistic", statistic)
        say("freedom", freedom)
        l = arb_mat(rows)
        estimates = l * self.fit.beta
        for kind, (inference, phi) in self.kenward_roger.items():
            scale, freedom = inference.several_rows(rows)
            wald = (estimates.transpose() * (l * phi * l.transpose()).inv() * estimates)[0, 0] / len(rows)
            say(f"{kind}_statistic", scale * wald)
            say(f"{kind}_freedom", freedom)


print("case,quantity,value")
for case in csv.DictReader(open("cases.csv")):
    if len(sys.argv) == 1 or case["case"] in sys.argv[1:]:
        Answers(case).show()
