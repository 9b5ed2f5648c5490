# Run: Rscript pool.R > pool.csv       mice 3.15.0, pool.scalar (Rubin 1987; degrees of freedom Barnard and Rubin 1999).
source("print.R")
suppressPackageStartupMessages(library(mice))
set.seed(1987)
for (case in list(c(5, 60), c(20, 60), c(100, 497), c(2, 12), c(20, Inf))) {
  m <- case[1]; name <- sprintf("%g/%g", m, case[2])
  estimate <- round(rnorm(m, -0.6, 0.2), 4); error <- round(runif(m, 0.28, 0.36), 4)
  p <- pool.scalar(estimate, error^2, n = case[2], k = 0)
  t <- p$qbar / sqrt(p$t)
  for (j in 1:m) { show(name, sprintf("estimate:%d", j), estimate[j]); show(name, sprintf("error:%d", j), error[j]) }
  show(name, "pooled", p$qbar); show(name, "standard_error", sqrt(p$t)); show(name, "freedom", p$df)
  show(name, "within", p$ubar); show(name, "between", p$b); show(name, "missing_information", p$fmi)
  show(name, "p", 2 * pt(-abs(t), p$df)); show(name, "lower", p$qbar - qt(0.975, p$df) * sqrt(p$t))
  show(name, "efficiency", 1 / (1 + p$fmi / m))
}
