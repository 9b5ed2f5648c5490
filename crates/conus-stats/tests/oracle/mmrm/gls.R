# Run: Rscript gls.R > gls.csv (R 4.2.2, nlme 3.1-162)
source("gls_fit.R")
cat("case,quantity,value\n")
for (row in answered) {
  case <- cases[row, ]
  trial <- read_trial(case)
  fit <- best_fit(case, trial)
  show(case$case, "minus_two_log_likelihood", -2 * as.numeric(logLik(fit)))
  show_coefficients(case, coef(fit), variance_of_coefficients(case, fit))
  show_covariance(case, levels(trial$visit), covariance_of_complete(fit, trial))
}
