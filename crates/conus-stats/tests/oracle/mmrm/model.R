# Shared by the R scripts here: the trial of a case, its formula, and how a fit is printed.
show <- function(case, quantity, value) cat(sprintf("%s,%s,%.17g\n", case, quantity, value), sep = "")
cases <- read.csv("cases.csv")

read_trial <- function(case) {
  rows <- read.csv(file.path("data", paste0(case$data, ".csv")))
  rows <- rows[!is.na(rows$response), ]
  rows$order <- as.integer(factor(rows$visit))
  rows$spread <- 1 / rows$weight
  for (column in c("subject", "arm", "visit", "sex")) rows[[column]] <- factor(rows[[column]])
  rows
}

fixed_effects <- function(case) switch(case$formula,
  arm_by_visit = response ~ baseline + sex + arm * visit,
  arm_and_baseline_by_visit = response ~ baseline + sex + arm * visit + baseline:visit)

show_coefficients <- function(case, estimates, variance) {
  show(case$case, sprintf("coefficient:%s:estimate", names(estimates)), estimates)
  show(case$case, sprintf("coefficient:%s:standard_error", names(estimates)), sqrt(diag(variance)))
}

# The lower triangle of the covariance of one subject seen at all visits.
show_covariance <- function(case, visits, sigma, group = "all") for (i in seq_along(visits)) for (j in 1:i)
  show(case$case, sprintf("covariance:%s:%s:%s", group, visits[i], visits[j]), sigma[i, j])
