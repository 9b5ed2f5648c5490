"""Does libSBML find a fault in the export, and do libRoadRunner (CVODE) and conus find the same daily pain over a year?

usage: check.py CONUS        (see `check` beside this file, which installs what this needs)

The bound, declared before anything was compared. conus solves at rtol 1e-6, atol 1e-8 (docs/solver.md); libRoadRunner here
at 1e-9, 1e-11, so what differs is conus's error. A year takes conus about 100 steps, each with an error of at most 1e-6 of a
state; added up without decay that is 1e-4 of a state. Pain runs from 0 to 10, so 1e-3 points of pain is a state's error of
1e-4 times the whole scale.
"""

import csv
import io
import subprocess
import sys

import libsbml
import roadrunner

RELATIVE, ABSOLUTE = 1e-9, 1e-11
BOUND = 1e-3
PATIENTS = 50
DAYS = 365
PAINS = ["pain", "pain_at", "pain_below", "pain_radicular"]
CONTINUOUS = ["gabapentinoid from=0 mg_per_day=300 titration_days=0", "training from=0"]
EVENTS = [
    "gabapentinoid from=60 to=90 mg_per_day=300 intake=twice_daily",
    "gabapentinoid from=100 to=200 mg_per_day=450",
    "training from=40 to=300 intensity=0.5",
    "msc day=180 million=30",
    "schwann day=180 million=10",
    "decompression day=42",
    "nerve_block day=220",
    "anti_tnf from=0 to=14",
    "glial_inhibitor from=187 to=201",
]


def conus(program, command, *more):
    result = subprocess.run([program, command, *more], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"conus {command} {' '.join(more)}: {result.stderr}")
    return result.stdout


def options(seed, given):
    who = ["--random", "--seed", str(seed), "--days", str(DAYS)]
    return who + [word for text in given for word in ("--give", text)]


def faults(text):
    """What libSBML says, errors and warnings, units and modelling practice included."""
    document = libsbml.readSBMLFromString(text)
    for category in (
        libsbml.LIBSBML_CAT_GENERAL_CONSISTENCY,
        libsbml.LIBSBML_CAT_IDENTIFIER_CONSISTENCY,
        libsbml.LIBSBML_CAT_UNITS_CONSISTENCY,
        libsbml.LIBSBML_CAT_MATHML_CONSISTENCY,
        libsbml.LIBSBML_CAT_SBO_CONSISTENCY,
        libsbml.LIBSBML_CAT_OVERDETERMINED_MODEL,
        libsbml.LIBSBML_CAT_MODELING_PRACTICE,
    ):
        document.setConsistencyChecks(category, True)
    document.checkConsistency()
    found = [document.getError(place) for place in range(document.getNumErrors())]
    for error in found:
        print(f"  libSBML {error.getSeverityAsString()}, line {error.getLine()}: {error.getMessage().strip()}")
    return sum(error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR for error in found), len(found)


def values(text):
    """Every value that the document gives."""
    model = libsbml.readSBMLFromString(text).getModel()
    given = [model.getParameter(place) for place in range(model.getNumParameters())]
    return {one.getId(): one.getValue() for one in given if one.isSetValue()}


def load(text):
    runner = roadrunner.RoadRunner(text)
    runner.integrator.relative_tolerance = RELATIVE
    runner.integrator.absolute_tolerance = ABSOLUTE
    runner.timeCourseSelections = ["time", *PAINS]
    return runner


def deviation(program, runner, seed, given):
    """Largest deviation of a patient: in points of pain, and relative where conus finds at least one point."""
    found = runner.simulate(0, DAYS, DAYS + 1)
    rows = csv.DictReader(io.StringIO(conus(program, "patient", *options(seed, given), "--every", "1", "--format", "csv")))
    expected = {float(row["day"]): [float(row[name]) for name in PAINS] for row in rows}
    absolute = relative = 0.0
    for day, *pains in found:
        for mine, other in zip(expected[round(day)], pains, strict=True):
            apart = abs(mine - other)
            absolute = max(absolute, apart) if apart == apart else float("inf")
            relative = max(relative, apart / mine) if mine >= 1.0 else relative
    return absolute, relative


def compare(program, title, given, patients, reload):
    """A group of patients; the document of the first serves the others unless each has its own events."""
    runner, absolute, relative, errors = None, 0.0, 0.0, 0
    for seed in range(1, patients + 1):
        text = conus(program, "export", "--sbml", *options(seed, given))
        if seed == 1 or reload:
            worse, told = faults(text)
            errors += worse
            print(f"{title}, person {seed}: libSBML finds {worse} errors, {told - worse} warnings")
        if runner is None or reload:
            runner = load(text)
        else:
            runner.reset()
            for name, value in values(text).items():
                runner.setValue(name, value)
        worst = deviation(program, runner, seed, given)
        absolute, relative = max(absolute, worst[0]), max(relative, worst[1])
    print(f"{title}: {patients} people, {DAYS} days, largest deviation of {', '.join(PAINS)}:")
    print(f"  {absolute:.2e} points of pain (bound {BOUND:.0e}), {relative:.2e} relative where pain is at least 1")
    return errors == 0 and absolute <= BOUND


def main():
    program = sys.argv[1]
    # The faster of the two compilers that libRoadRunner has, for a model whose parts are used by many others.
    config = roadrunner.Config
    config.setValue(config.LLVM_BACKEND, config.LLJIT)
    kept = [
        compare(program, "untreated", [], PATIENTS, False),
        compare(program, "steady gabapentinoid and training", CONTINUOUS, PATIENTS, False),
        compare(program, "with events", EVENTS, 3, True),
    ]
    sys.exit(0 if all(kept) else 1)


main()
