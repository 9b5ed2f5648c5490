# Run: Rscript exact_rank.R > exact_rank.csv       wilcox.test as it comes: exact without ties below 50 people, else normal.
source("print.R")
suppressWarnings({
  test <- function(case, a, b, paired) {
    w <- wilcox.test(b, a, paired = paired)
    show(case, "statistic", w$statistic); show(case, "p", w$p.value); show(case, "exact", as.numeric(!grepl("correction", w$method)))
  }
  # The order of a column breaks its ties without new numbers.
  untied <- function(x) x + seq_along(x) * 1e-4
  for (size in list(c(4, 5), c(1, 7), c(12, 9), c(31, 30))) test(sprintf("groups/%d/%d", size[1], size[2]), untied(first)[1:size[1]], untied(second)[1:size[2]], FALSE)
  test("groups_tied/31/30", first, second, FALSE)
  for (size in c(5, 12, 30, 49, 50, 61)) test(sprintf("pairs/%d/%d", size, size), untied(trial$baseline)[1:size], untied(trial$week12)[1:size] * 1.01 + 2, TRUE)
  whole <- trunc(trial)
  test("pairs_tied/61/61", whole$baseline, whole$week12 + 2, TRUE)
  walsh <- outer(trial$week12 - trial$baseline, trial$week12 - trial$baseline, "+") / 2
  show("pairs/61/61", "pseudomedian", median(walsh[lower.tri(walsh, diag = TRUE)]))
})
