# Run: Rscript posterior.R > posterior.csv       (about a minute)
# Where visits are missing at the end only, the posterior under the prior |Sigma|^(-(v + 1) / 2) falls apart into one
# regression per visit (Schafer 1997, section 6.5.4): residual variance RSS / chi-square with n_t - k - v + t degrees of
# freedom for visit t of v with k columns, coefficients normal around least squares. So it can be drawn independently,
# without a chain. Printed: mean and standard deviation of 200,000 draws.
source("print.R")
trial <- read("monotone.csv"); set.seed(1997); draws <- 200000
summarise <- function(case, keep, x) {
  v <- 4; k <- ncol(x); y <- trial$y[keep, ]
  beta <- vector("list", v); sigma <- lapply(1:v, function(t) vector("list", v))
  for (t in 1:v) {
    rows <- !is.na(y[, t]); design <- cbind(x[keep, ], y[, seq_len(t - 1)])[rows, , drop = FALSE]
    one <- lm.fit(design, y[rows, t])
    s2 <- sum(one$residuals^2) / rchisq(draws, sum(rows) - k - v + t)
    root <- chol(solve(crossprod(design)))
    noise <- matrix(rnorm(draws * ncol(design)), draws) %*% root
    theta <- sweep(sqrt(s2) * noise, 2, one$coefficients, "+")
    b <- theta[, -(1:k), drop = FALSE]
    beta[[t]] <- theta[, 1:k]; sigma[[t]][[t]] <- s2
    for (u in seq_len(t - 1)) {
      beta[[t]] <- beta[[t]] + b[, u] * beta[[u]]
      sigma[[t]][[u]] <- 0
      for (w in seq_len(t - 1)) sigma[[t]][[u]] <- sigma[[t]][[u]] + b[, w] * sigma[[max(w, u)]][[min(w, u)]]
    }
    for (u in seq_len(t - 1)) sigma[[t]][[t]] <- sigma[[t]][[t]] + b[, u] * sigma[[t]][[u]]
  }
  tell <- function(quantity, value) {
    show(case, paste0(quantity, ":mean"), mean(value)); show(case, paste0(quantity, ":sd"), sd(value))
  }
  for (t in 1:v) for (j in 1:k) tell(sprintf("beta:%d", k * (t - 1) + j - 1), beta[[t]][, j])
  for (t in 1:v) for (u in 1:t) tell(sprintf("sigma:%d:%d", t - 1, u - 1), sigma[[t]][[u]])
}
summarise("common", 1:trial$n, cbind(1, trial$arm, trial$baseline))
summarise("arm 0", which(trial$arm == 0), cbind(1, trial$baseline))
summarise("arm 1", which(trial$arm == 1), cbind(1, trial$baseline))
