# Run: Rscript sandwich.R > sandwich.csv (R 4.2.2, nlme 3.1-162, clubSandwich 0.5.8)
# CR2 is left out: of the matrices A with A (V - X Phi X') A' = V clubSandwich takes another than R mmrm and conus, whose
# A is (I - H)^(-1/2) where V is the identity. The standard errors differ in the third digit. Under ML the bread is
# vcov() of gls, too wide by n / (n - p), so REML alone.
source("gls_fit.R")
suppressMessages(library(clubSandwich))

cat("case,quantity,value\n")
for (row in answered[cases$method[answered] == "reml"]) {
  case <- cases[row, ]
  trial <- read_trial(case)
  fit <- best_fit(case, trial)
  for (kind in c("CR0", "CR3")) {
    errors <- sqrt(diag(as.matrix(vcovCR(fit, cluster = trial$subject, type = kind))))
    show(case$case, sprintf("coefficient:%s:%s_standard_error", names(errors), tolower(kind)), errors)
  }
}
