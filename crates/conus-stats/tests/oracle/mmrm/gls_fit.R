# Shared by gls.R and sandwich.R: the best fit of nlme. It is restarted where it stopped until the likelihood no longer
# grows. One covariance per arm is not offered by nlme, nor toep, toeph, ad and adh.
suppressMessages(library(nlme))
source("model.R")

answered <- which(cases$structure %in% c("us", "cs", "csh", "ar1", "ar1h") & cases$by_group == "no")

correlation_of <- function(structure, start) switch(structure,
  us = corSymm(start, form = ~ order | subject),
  cs = , csh = corCompSymm(if (length(start)) start else 0.3, form = ~ order | subject),
  ar1 = , ar1h = corAR1(if (length(start)) start else 0.3, form = ~ order | subject))

variance_of <- function(case, start) {
  own <- if (case$structure %in% c("us", "csh", "ar1h")) varIdent(start, form = ~ 1 | visit)
  weighted <- if (case$weights == "yes") varFixed(~ spread)
  if (is.null(own)) weighted else if (is.null(weighted)) own else varComb(own, weighted)
}

own_part <- function(structure) if (inherits(structure, "varComb")) structure[[1]] else structure

# `optim` steps in where `nlminb` stops with "false convergence", as it does next to a singular covariance.
fit_from <- function(case, trial, correlation, variances) {
  attempt <- function(opt) tryCatch(error = function(problem) NULL, gls(
    fixed_effects(case), trial, correlation_of(case$structure, correlation), variance_of(case, variances),
    method = toupper(case$method),
    control = glsControl(maxIter = 500, msMaxIter = 2000, tolerance = 1e-13, msTol = 1e-14, opt = opt)))
  fit <- attempt("nlminb")
  if (is.null(fit)) attempt("optim") else fit
}

best_fit <- function(case, trial) {
  fit <- fit_from(case, trial, numeric(), numeric())
  for (restart in 1:20) {
    own <- own_part(fit$modelStruct$varStruct)
    variances <- if (inherits(own, "varIdent")) coef(own, unconstrained = FALSE) else numeric()
    again <- fit_from(case, trial, coef(fit$modelStruct$corStruct, unconstrained = FALSE), variances)
    gain <- if (is.null(again)) 0 else as.numeric(logLik(again) - logLik(fit))
    if (gain <= 1e-13 * abs(logLik(fit))) return(fit)
    fit <- again
  }
  stop(case$case, " still moves after 20 restarts")
}

# vcov() of gls holds n / (n - p) also under ML; the other programs and conus do not.
variance_of_coefficients <- function(case, fit) {
  n <- nobs(fit)
  vcov(fit) * (if (case$method == "ml") (n - length(coef(fit))) / n else 1)
}

covariance_of_complete <- function(fit, trial) {
  visits <- levels(trial$visit)
  complete <- names(which(table(trial$subject) == length(visits)))[1]
  own <- own_part(fit$modelStruct$varStruct)
  ratio <- if (inherits(own, "varIdent")) coef(own, unconstrained = FALSE, allCoef = TRUE)[visits] else rep(1, length(visits))
  deviations <- fit$sigma * ratio
  corMatrix(fit$modelStruct$corStruct)[[complete]] * outer(deviations, deviations)
}
