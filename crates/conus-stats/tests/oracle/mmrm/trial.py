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
        """Named rows: every coefficient, and of the last visit the mean of each arm and its difference from the first.
        Means are taken at the mean baseline of the analysed rows, half of each sex."""
        p, last = len(self.names), self.visits[-1]
        combinations = {f"coefficient:{name}": [Fraction(i == index) for i in range(p)]
                        for index, name in enumerate(self.names)}
        means = {arm: list(self.design("", arm, last, self.baseline_mean, Fraction(1, 2)).values()) for arm in self.arms}
        combinations |= {f"mean:{arm}:{last}": mean for arm, mean in means.items()}
        combinations |= {f"difference:{arm}:{last}": [a - b for a, b in zip(means[arm], means[self.arms[0]])]
                         for arm in self.arms[1:]}
        return combinations

    def interaction(self):
        """The rows of the joint test of arm by visit."""
        chosen = [i for i, name in enumerate(self.names) if name.startswith("arm") and ":visit" in name]
        return [[Fraction(i == index) for i in range(len(self.names))] for index in chosen]

    def between_within(self, row):
        """R mmrm's rule (vignette between_within; Schluchter & Elashoff 1990): the least over the columns that take
        part. Baseline, sex and arm differ between subjects alone; the intercept counts within."""
        is_between = lambda name: ":" not in name and name.startswith(("baseline", "sex", "arm"))
        count = sum(map(is_between, self.names))
        between = len(self.subjects) - 1 - count
        within = len(self.rows) - len(self.subjects) - (len(self.names) - 1 - count)
        return min(between if is_between(name) else within for name, weight in zip(self.names, row) if weight)
