"""Which rows, columns and visit patterns does a case have?   Values are read as exact decimals."""
import csv
from fractions import Fraction


class Trial:
    """Rows with a response, design columns in R's order and names (treatment coding, sorted levels)."""

    def __init__(self, case):
        with open(f"data/{case['data']}.csv") as file:
            self.rows = [row for row in csv.DictReader(file) if row["response"]]
        self.arms = sorted({row["arm"] for row in self.rows})
        self.visits = sorted({int(row["visit"]) for row in self.rows})
        self.groups = self.arms if case["by_group"] == "yes" else [""]
        self.weighted = case["weights"] == "yes"
        self.baseline_by_visit = case["formula"] == "arm_and_baseline_by_visit"
        self.names = list(self.design("x", "x", 0, Fraction(1)))
        self.baseline_mean = sum(Fraction(row["baseline"]) for row in self.rows) / len(self.rows)
        self.subjects = {}
        for row in self.rows:
            line = list(self.design(row["sex"], row["arm"], int(row["visit"]), Fraction(row["baseline"])).values())
            weight = Fraction(row["weight"]) if self.weighted else Fraction(1)
            group = self.groups.index(row["arm"]) if len(self.groups) > 1 else 0
            visit = self.visits.index(int(row["visit"]))
            self.subjects.setdefault((row["subject"], group), []).append(
                (visit, line + [Fraction(row["response"])], weight))

    def design(self, sex, arm, visit, baseline, male=None):
        """One row of the design matrix by column name; `male` replaces the indicator by a share."""
        later, treated = self.visits[1:], self.arms[1:]
        row = {"(Intercept)": Fraction(1), "baseline": baseline}
        row["sexmale"] = Fraction(sex == "male") if male is None else male
        row |= {f"arm{a}": Fraction(arm == a) for a in treated}
        row |= {f"visit{v}": Fraction(visit == v) for v in later}
        row |= {f"arm{a}:visit{v}": Fraction(arm == a and visit == v) for v in later for a in treated}
        if self.baseline_by_visit:
            row |= {f"baseline:visit{v}": baseline * (visit == v) for v in later}
        return row

    def combinations(self):
        """Named rows: every coefficient, the mean of each arm and visit, and its difference from the first arm.
        Means are taken at the mean baseline of the analysed rows, half of each sex."""
        p, combinations = len(self.names), {}
        for index, name in enumerate(self.names):
            combinations[f"coefficient:{name}"] = [Fraction(i == index) for i in range(p)]
        for visit in self.visits:
            means = {arm: list(self.design("", arm, visit, self.baseline_mean, Fraction(1, 2)).values())
                     for arm in self.arms}
            for arm, mean in means.items():
                combinations[f"mean:{arm}:{visit}"] = mean
                if arm != self.arms[0]:
                    combinations[f"difference:{arm}:{visit}"] = [a - b for a, b in zip(mean, means[self.arms[0]])]
        return combinations

    def interaction(self):
        """The rows of the joint test of arm by visit."""
        chosen = [i for i, name in enumerate(self.names) if name.startswith("arm") and ":visit" in name]
        return [[Fraction(i == index) for i in range(len(self.names))] for index in chosen]
