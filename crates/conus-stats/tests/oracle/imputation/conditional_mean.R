# Run: Rscript conditional_mean.R > conditional_mean.csv
# Where visits are missing at the end only, maximum likelihood of an unstructured covariance is a row of regressions
# (Anderson 1957). Conditional means, analysis of covariance at the last visit, and the jackknife over subjects.
source("print.R")
trial <- read("monotone.csv")
fit <- function(keep) {
  x <- cbind(1, trial$arm, trial$baseline)[keep, ]; y <- trial$y[keep, ]
  beta <- matrix(0, 3, 4); sigma <- matrix(0, 4, 4)
  for (t in 1:4) {
    rows <- !is.na(y[, t]); before <- seq_len(t - 1)
    one <- lm.fit(cbind(x, y[, before])[rows, , drop = FALSE], y[rows, t])
    b <- one$coefficients[-(1:3)]
    beta[, t] <- one$coefficients[1:3] + beta[, before, drop = FALSE] %*% b
    sigma[t, before] <- sigma[before, t] <- sigma[before, before] %*% b
    sigma[t, t] <- mean(one$residuals^2) + sum(b * sigma[t, before])
  }
  list(beta = beta, sigma = sigma)
}
complete <- function(keep, strategy) {
  f <- fit(keep); y <- trial$y
  for (i in keep) if (any(is.na(y[i, ]))) {
    d <- trial$deviation[i]
    m <- function(a) drop(c(1, a, trial$baseline[i]) %*% f$beta)
    own <- m(trial$arm[i]); ref <- m(0); after <- (1:4) > d
    mu <- switch(strategy, MAR = own, J2R = ifelse(after, ref, own), CR = ref,
                 CIR = if (d == 0) ref else ifelse(after, own[d] + ref - ref[d], own))
    y[i, after] <- mu[after]
    if (d > 0) y[i, after] <- mu[after] + f$sigma[after, !after, drop = FALSE] %*%
      solve(f$sigma[!after, !after], trial$y[i, !after] - mu[!after])
  }
  y
}
answer <- function(keep, strategy) {
  y <- complete(keep, strategy)[keep, 4]
  coef(lm(y ~ trial$arm[keep] + trial$baseline[keep]))[[2]]
}
f <- fit(1:trial$n)
for (t in 1:4) for (k in 1:3) show("fit", sprintf("beta:%d", 3 * (t - 1) + k - 1), f$beta[k, t])
for (t in 1:4) for (s in 1:t) show("fit", sprintf("sigma:%d:%d", t - 1, s - 1), f$sigma[t, s])
for (strategy in c("MAR", "J2R", "CR", "CIR")) {
  show(strategy, "estimate", answer(1:trial$n, strategy))
  left <- sapply(1:trial$n, function(i) answer(setdiff(1:trial$n, i), strategy))
  n <- trial$n
  show(strategy, "standard_error", sqrt((n - 1) / n * sum((left - mean(left))^2)))
  show(strategy, "left_out_first", left[1])
}
