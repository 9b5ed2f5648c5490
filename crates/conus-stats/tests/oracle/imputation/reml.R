# Run: Rscript reml.R > reml.csv       nlme 3.1-162: gls by REML with an unstructured covariance, on the trial with gaps.
# Outcomes after a deviation are left out of the fit where the assumption is about the reference arm, and condition the
# imputation. Then the analysis of covariance of the conditional means at the last visit.
source("print.R")
library(nlme)
trial <- read("trial.csv")
fit <- function(strategy) {
  y <- trial$y
  if (strategy != "MAR") for (i in which(trial$deviation >= 0)) y[i, (1:4) > trial$deviation[i]] <- NA
  long <- data.frame(id = rep(1:trial$n, each = 4), visit = factor(rep(1:4, trial$n)), t = rep(1:4, trial$n),
                     arm = rep(trial$arm, each = 4), baseline = rep(trial$baseline, each = 4), y = c(t(y)))
  long <- long[!is.na(long$y), ]
  # BFGS comes nearer to the top than the default, which stops when parameters are within 1e-5 of it.
  tight <- glsControl(opt = "optim", optimMethod = "BFGS", tolerance = 1e-12, msTol = 1e-12, maxIter = 500, msMaxIter = 500)
  g <- gls(y ~ 0 + visit + visit:arm + visit:baseline, long, corSymm(form = ~ t | id), varIdent(form = ~ 1 | visit),
           method = "REML", control = tight)
  R <- diag(4); R[lower.tri(R)] <- coef(g$modelStruct$corStruct, unconstrained = FALSE); R[upper.tri(R)] <- t(R)[upper.tri(R)]
  scale <- coef(g$modelStruct$varStruct, unconstrained = FALSE, allCoef = TRUE)[as.character(1:4)]
  list(beta = matrix(coef(g), 3, 4, byrow = TRUE), sigma = R * outer(g$sigma * scale, g$sigma * scale))
}
answer <- function(strategy) {
  f <- fit(strategy); y <- trial$y
  for (i in 1:trial$n) if (any(is.na(y[i, ]))) {
    gone <- is.na(y[i, ]); d <- trial$deviation[i]
    m <- function(a) drop(c(1, a, trial$baseline[i]) %*% f$beta)
    own <- m(trial$arm[i]); ref <- m(0); after <- (1:4) > d
    mu <- if (d < 0) own else switch(strategy, MAR = own, J2R = ifelse(after, ref, own), CR = ref,
                                     CIR = if (d == 0) ref else ifelse(after, own[d] + ref - ref[d], own))
    fill <- mu[gone]
    if (any(!gone)) fill <- fill + f$sigma[gone, !gone, drop = FALSE] %*% solve(f$sigma[!gone, !gone], y[i, !gone] - mu[!gone])
    y[i, gone] <- fill
  }
  coef(lm(y[, 4] ~ trial$arm + trial$baseline))[[2]]
}
for (strategy in c("MAR", "J2R")) {
  f <- fit(strategy)
  for (t in 1:4) for (k in 1:3) show(strategy, sprintf("beta:%d", 3 * (t - 1) + k - 1), f$beta[k, t])
  for (t in 1:4) for (s in 1:t) show(strategy, sprintf("sigma:%d:%d", t - 1, s - 1), f$sigma[t, s])
}
for (strategy in c("MAR", "J2R", "CR", "CIR")) show(strategy, "estimate", answer(strategy))
