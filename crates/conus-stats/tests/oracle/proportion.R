# Run: Rscript proportion.R > proportion.csv       Case: events and total of the first, then of the second group.
source("print.R")
for (x in list(c(3, 4, 1, 4), c(9, 30, 17, 31), c(0, 12, 5, 14), c(40, 300, 75, 290), c(2, 1000, 30, 1200), c(500, 2000, 900, 2000), c(7, 20, 7, 20))) {
  case <- paste(x, collapse = "/")
  show(case, "fisher", fisher.test(matrix(c(x[1], x[2] - x[1], x[3], x[4] - x[3]), 2))$p.value)
}
for (x in list(c(12, 3), c(5, 5), c(1, 9), c(140, 90), c(0, 6))) {
  case <- paste(x, collapse = "/")
  m <- mcnemar.test(matrix(c(50, x[2], x[1], 60), 2))
  show(case, "mcnemar_statistic", m$statistic); show(case, "mcnemar_p", m$p.value)
  show(case, "mcnemar_exact", binom.test(x[1], sum(x))$p.value)
}
p <- c(0.0011, 0.2, 0.013, 0.04, 0.041, 0.0009, 0.5, 0.013, 0.93)
for (method in c("holm", "hochberg")) { a <- p.adjust(p, method); for (i in seq_along(p)) show(method, sprintf("%.17g", p[i]), a[i]) }
