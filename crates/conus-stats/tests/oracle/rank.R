# Run: Rscript rank.R > rank.csv       wilcox.test(exact = FALSE): tie and continuity corrections on.
source("print.R")
rank <- function(case, a, b) {
  w <- wilcox.test(b, a, exact = FALSE)
  show(case, "w", w$statistic); show(case, "p", w$p.value); show(case, "hodges_lehmann", median(outer(b, a, "-")))
}
rank("week12", first, second)
rank("rounded", round(first), round(second))
rank("unequal", first[1:5], second)
rank("far_apart", first, second + 100)
