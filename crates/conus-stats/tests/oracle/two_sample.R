# Run: Rscript two_sample.R > two_sample.csv       Differences are second minus first. Hedges' factor from gamma().
source("print.R")
table <- function(case, t) {
  show(case, "difference", if (length(t$estimate) == 2) t$estimate[[1]] - t$estimate[[2]] else t$estimate[[1]])
  show(case, "standard_error", t$stderr); show(case, "freedom", t$parameter); show(case, "statistic", t$statistic)
  show(case, "p", t$p.value); show(case, "lower", t$conf.int[1]); show(case, "upper", t$conf.int[2])
}
table("welch", t.test(second, first))
table("pooled", t.test(second, first, var.equal = TRUE))
table("paired", t.test(trial$week12, trial$baseline, paired = TRUE))
table("welch_sleep", t.test(sleep$extra[11:20], sleep$extra[1:10]))
table("far_apart", t.test(second + 1000, first))
m <- length(first) + length(second) - 2
pooled <- sqrt(((length(first) - 1) * var(first) + (length(second) - 1) * var(second)) / m)
d <- (mean(second) - mean(first)) / pooled
show("effect", "cohen_d", d)
show("effect", "hedges_g", d * gamma(m / 2) / (sqrt(m / 2) * gamma((m - 1) / 2)))
