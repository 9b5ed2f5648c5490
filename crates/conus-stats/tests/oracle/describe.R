# Run: Rscript describe.R > describe.csv
source("print.R")
show("week12", "mean", mean(trial$week12))
show("week12", "sd", sd(trial$week12))
show("week12", "simulation_error", sd(trial$week12) / sqrt(nrow(trial)))
for (p in c(0, 0.025, 0.1, 0.25, 0.5, 0.618, 0.9, 1)) show("quantile", sprintf("%.17g", p), quantile(trial$week12, p, type = 7))
for (xn in list(c(0, 10), c(1, 29), c(17, 61), c(61, 61), c(812, 1000), c(3, 50000))) {
  case <- sprintf("%d/%d", xn[1], xn[2])
  wilson <- prop.test(xn[1], xn[2], correct = FALSE)$conf.int
  exact <- binom.test(xn[1], xn[2])$conf.int
  show(case, "wilson_lower", wilson[1]); show(case, "wilson_upper", wilson[2])
  show(case, "exact_lower", exact[1]); show(case, "exact_upper", exact[2])
}
