# Run: Rscript glmmtmb.R > glmmtmb.csv (R 4.2.2, glmmTMB 1.1.5, TMB 1.9.2). The covariance of the visits is a random effect
# beside a residual of a fixed small variance, which belongs to the covariance shown. It changes nothing where a multiple
# of the identity stays within the structure (us, cs, toep); elsewhere it moves -2 log L by up to 1e-7 relative, and less
# would drown the Laplace approximation in rounding.
# glmmTMB's cs, ar1 and toep are our csh, ar1 and toeph; `map` ties the variances together for our cs and toep.
# An arm with a covariance of its own is a term over indicators of its visits, zero in the other arms.
# Its own standard errors count the uncertainty of the covariance in (not as Kenward & Roger do); those shown are the
# usual ones, the covariance held at its estimate. Absent from 1.1.5: ar1h, ad, and weights that divide a covariance.
suppressMessages(library(glmmTMB))
source("model.R")

residual <- 1e-5
name_there <- c(us = "us", cs = "cs", csh = "cs", ar1 = "ar1", toep = "toep", toeph = "toep")

indicators <- function(trial) {
  for (arm in levels(trial$arm)) for (visit in levels(trial$visit))
    trial[[paste(arm, visit, sep = "_visit_")]] <- as.numeric(trial$arm == arm & trial$visit == visit)
  trial
}

terms_of <- function(case, trial) {
  if (case$by_group == "no") return(sprintf("%s(0 + visit | subject)", name_there[[case$structure]]))
  sapply(levels(trial$arm), function(arm) sprintf("%s(0 + %s | subject)", name_there[[case$structure]],
    paste(arm, levels(trial$visit), sep = "_visit_", collapse = " + ")))
}

# Parameters of one term: a log standard deviation per visit, then the correlation; NULL ties nothing.
tied <- function(case, visits, terms) {
  if (!case$structure %in% c("cs", "toep")) return(list())
  others <- if (case$structure == "cs") 1 else visits - 1
  each <- c(rep(1, visits), 1 + seq_len(others))
  list(theta = factor(unlist(lapply(seq_len(terms), function(term) each + (term - 1) * (1 + others)))))
}

fit_of <- function(case, trial) {
  terms <- terms_of(case, trial)
  formula <- as.formula(paste("response ~", as.character(fixed_effects(case))[3], "+", paste(terms, collapse = " + ")))
  glmmTMB(formula, trial, dispformula = ~ 0, REML = case$method == "reml",
          map = tied(case, nlevels(trial$visit), length(terms)),
          control = glmmTMBControl(optimizer = polished, optCtrl = list(), zerodisp_val = log(residual)))
}

# nlminb, then Newton's steps from the gradient of TMB; nlminb alone stops at a gradient of 1e-3.
polished <- function(par, fn, gr, control) {
  fit <- nlminb(par, fn, gr, control = list(iter.max = 5000, eval.max = 5000, rel.tol = 1e-14))
  steps <- list(ndeps = rep(1e-4, length(par)))
  for (step in 1:4) fit$par <- fit$par - solve(optimHess(fit$par, fn, gr, control = steps), drop(gr(fit$par)))
  fit$objective <- fn(fit$par)
  fit
}

# The fixed effects' block of the second derivatives, all covariance parameters held.
conditional_variance <- function(case, fit) {
  if (case$method == "ml") {
    information <- solve(fit$sdr$cov.fixed)
    fixed <- rownames(information) == "beta"
    return(solve(information[fixed, fixed]))
  }
  environment <- fit$obj$env
  fixed <- names(environment$last.par.best)[environment$random] == "beta"
  as.matrix(solve(environment$spHess(environment$last.par.best, random = TRUE))[fixed, fixed])
}

cat("case,quantity,value\n")
asked <- cases$structure %in% names(name_there) & cases$weights == "no" & !(cases$by_group == "yes" & cases$structure == "ar1")
for (row in which(asked)) {
  case <- cases[row, ]
  trial <- indicators(read_trial(case))
  fit <- fit_of(case, trial)
  show(case$case, "minus_two_log_likelihood", -2 * as.numeric(logLik(fit)))
  show_coefficients(case, fixef(fit)$cond, conditional_variance(case, fit))
  groups <- if (case$by_group == "yes") levels(trial$arm) else "all"
  for (term in seq_along(groups)) {
    sigma <- VarCorr(fit)$cond[[term]]
    deviations <- attr(sigma, "stddev")
    show_covariance(case, levels(trial$visit), attr(sigma, "correlation") * outer(deviations, deviations) +
                      diag(residual, length(deviations)), groups[term])
  }
}
