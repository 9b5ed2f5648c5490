"""How do other solvers do on the patients of a folder that `conus-benches -- peers` wrote? See README.md.

usage: peers.py FOLDER [ROUNDS]
"""

import csv
import ctypes
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
RELATIVE, ABSOLUTE = 1e-6, 1e-8
PAINS = ["pain", "pain_at", "pain_below", "pain_radicular"]
# Below this share of its largest value a pain counts as zero; the same measure as in `solver.rs`.
FLOOR = 1e-3
BESIDE_ZERO = 1e-8
POINTER = ctypes.POINTER(ctypes.c_double)


def pointer(array):
    return array.ctypes.data_as(POINTER)


class Group:
    """Patients, their doses and their courses."""

    def __init__(self, folder, name):
        self.name, self.sbml = name, (folder / f"{name}.xml").read_text()
        with (folder / f"{name}-patients.csv").open() as file:
            rows = list(csv.reader(file))
        self.names = rows[0]
        self.patients = np.array(rows[1:], dtype=float)
        with (folder / f"{name}-doses.csv").open() as file:
            self.doses = [(float(row["day"]), float(row["dose_mg"])) for row in csv.DictReader(file)]
        table = np.loadtxt(folder / f"{name}-reference.csv", delimiter=",", skiprows=1)
        self.reference = [table[table[:, 0] == patient][:, 2:] for patient in range(len(self.patients))]
        self.days = len(self.reference[0]) - 1

    def error(self, patient, found):
        """The largest |x - ref| / max(|ref|, FLOOR max|ref|) over days and pains."""
        wanted = self.reference[patient]
        largest = np.abs(wanted).max(axis=0)
        apart = np.abs(found - wanted)
        scale = np.maximum(np.abs(wanted), FLOOR * largest)
        counts = (largest > 0) | (apart > BESIDE_ZERO)
        return float(np.max(np.where(counts, apart / np.where(scale > 0, scale, 1e-300), 0.0)))


class Model:
    """The exported C file, compiled at its best for this machine."""

    def __init__(self, folder):
        library = folder / "peers.so"
        command = ["gcc", "-std=c99", "-O3", "-march=native", "-shared", "-fPIC", f"-I{folder}", HERE / "peers.c"]
        subprocess.run([*command, "-lm", "-o", library], check=True)
        self.library = ctypes.CDLL(str(library))
        self.rates_at = ctypes.cast(self.library.rates_at, ctypes.c_void_p).value
        self.states = int(ctypes.c_int.in_dll(self.library, "states").value)

    def pains(self, rows, fixed):
        rows = np.ascontiguousarray(rows)
        out = np.empty((len(rows), len(PAINS)))
        self.library.pains_of(pointer(rows), len(rows), pointer(fixed), len(PAINS), pointer(out))
        return out


class RoadRunner:
    """libroadrunner: CVODE on the SBML, doses as an event of the document."""

    def __init__(self, group, backend):
        import roadrunner

        config = roadrunner.Config
        config.setValue(config.LLVM_BACKEND, config.LLJIT if backend == "LLJIT" else config.MCJIT)
        if backend == "LLJIT":
            config.setValue(config.LLJIT_OPTIMIZATION_LEVEL, config.AGGRESSIVE)
        options = roadrunner.LoadSBMLOptions()
        options.recompile = True
        self.runner, self.days = roadrunner.RoadRunner(group.sbml, options), group.days
        self.runner.integrator.relative_tolerance = RELATIVE
        self.runner.integrator.absolute_tolerance = ABSOLUTE
        self.runner.timeCourseSelections = PAINS
        ids = list(self.runner.model.getGlobalParameterIds())
        self.places = [ids.index(name) for name in group.names]

    def solve(self, patient):
        self.runner.reset()
        self.runner.model.setGlobalParameterValues(self.places, patient)
        return np.array(self.runner.simulate(0, self.days, self.days + 1))


def segments(group):
    """From dose to dose: first and last day, days that are looked at, dose at the end."""
    begin = 0.0
    for end, dose in [*group.doses, (float(group.days), 0.0)]:
        if end > begin:
            inner = np.arange(np.floor(begin) + 1, np.ceil(end))
            yield begin, end, np.concatenate([[begin], inner, [end]]), dose
        begin = end


class Restarting:
    """A solver that starts again at every dose."""

    def __init__(self, group, model):
        self.group, self.model = group, model
        self.parts, self.gut = list(segments(group)), group.names.index("drug_gut")

    def solve(self, patient):
        y, fixed = patient[: self.model.states].copy(), np.ascontiguousarray(patient[self.model.states :])
        rows = np.empty((self.group.days + 1, self.model.states))
        rows[0] = y
        for begin, end, days, dose in self.parts:
            found = self.part(y, fixed, days)
            inner = days[1:-1].astype(int)
            rows[inner] = found[1:-1]
            y = found[-1].copy()
            y[self.gut] += dose
            if end == int(end):
                rows[int(end)] = y
        return self.model.pains(rows, fixed)


class Lsoda(Restarting):
    """LSODA of numbalsoda: the C right-hand side by its address, its own differences for the Jacobian."""

    def part(self, y, fixed, days):
        from numbalsoda import lsoda

        found, success = lsoda(self.model.rates_at, y, days, data=fixed, rtol=RELATIVE, atol=ABSOLUTE)
        if not success:
            raise ArithmeticError("LSODA gave up")
        return found


class Cvode(Restarting):
    """CVODE of scikit-sundae: C right-hand side and exact dense Jacobian, each behind a call of Python."""

    def __init__(self, group, model):
        from sksundae.cvode import CVODE

        super().__init__(group, model)
        self.fixed = None

        def rates(day, y, out):
            model.library.conus_rates(pointer(y), self.fixed, pointer(out))

        def jacobian(day, y, out, matrix):
            model.library.dense_jacobian(pointer(y), self.fixed, pointer(matrix))

        self.solver = CVODE(rates, jacfn=jacobian, rtol=RELATIVE, atol=ABSOLUTE, max_num_steps=100_000)

    def part(self, y, fixed, days):
        self.fixed = pointer(fixed)
        # Asked for two days it would return every step.
        asked = days if len(days) > 2 else np.array([days[0], days.mean(), days[1]])
        result = self.solver.solve(asked, y)
        if not result.success:
            raise ArithmeticError(result.message)
        return result.y if len(days) > 2 else result.y[[0, -1]]


def measure(group, solver, rounds):
    """Patients a second in the median round, and errors; thread CPU time."""
    seconds, found = [], []
    solver.solve(group.patients[0])
    for _ in range(rounds):
        begin, found = time.thread_time(), []
        for patient in group.patients:
            try:
                found.append(solver.solve(patient))
            except (ArithmeticError, RuntimeError):
                found.append(None)
        seconds.append(time.thread_time() - begin)
    errors = [group.error(place, rows) for place, rows in enumerate(found) if rows is not None]
    median, high = (float(np.quantile(errors, share)) if errors else float("nan") for share in (0.5, 0.95))
    return len(found) / statistics.median(seconds), median, high, len(found) - len(errors)


def table(folder, group, found):
    with (folder / "conus.csv").open() as file:
        own = [row for row in csv.DictReader(file) if row["group"] == group.name]
    names = ["patients_per_second", "error_median", "error_p95", "failed"]
    rows = [(row["solver"], *(float(row[name]) for name in names)) for row in own] + found
    print(f"\n### {group.name}: {len(group.patients)} patients, {group.days} days, {len(group.doses)} later doses\n")
    print("| solver | patients/s | error median | p95 | failed |\n|---|---|---|---|---|")
    for name, speed, median, high, failed in rows:
        print(f"| {name} | {speed:.3g} | {median:.1e} | {high:.1e} | {failed:.0f} |", flush=True)


def main():
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    model = Model(folder)
    contenders = [
        ("libroadrunner CVODE, MCJIT", lambda group: RoadRunner(group, "MCJIT")),
        ("libroadrunner CVODE, LLJIT", lambda group: RoadRunner(group, "LLJIT")),
        ("numbalsoda LSODA, C", lambda group: Lsoda(group, model)),
        ("scikit-sundae CVODE, C behind Python", lambda group: Cvode(group, model)),
    ]
    for name in ("untreated", "twice_daily"):
        group, found = Group(folder, name), []
        for title, make in contenders:
            try:
                solver = make(group)
                found.append((title, *measure(group, solver, rounds)))
            except ImportError as cause:
                print(f"{title} is left out: {cause}", file=sys.stderr)
        table(folder, group, found)


main()
