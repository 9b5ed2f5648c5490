# Run: Rscript agreement.R > agreement.csv       tables of people by raters; mean squares come from aov, quantiles from qf.
# shrout is table 2 of Shrout and Fleiss 1979, who print ICC(2,1) = 0.29; made_up is made up.
source("print.R")
judged <- function(case, table) {
  n <- nrow(table); k <- ncol(table)
  long <- data.frame(value = as.vector(table), person = factor(rep(1:n, k)), rater = factor(rep(1:k, each = n)))
  ms <- summary(aov(value ~ person + rater, data = long))[[1]][["Mean Sq"]]
  r <- ms[1]; c <- ms[2]; e <- ms[3]
  icc <- (r - e) / (r + (k - 1) * e + k * (c - e) / n)
  a <- k * icc / (n * (1 - icc)); b <- 1 + k * icc * (n - 1) / (n * (1 - icc))
  v <- (a * c + b * e)^2 / ((a * c)^2 / (k - 1) + (b * e)^2 / ((n - 1) * (k - 1)))
  low <- qf(0.975, n - 1, v); high <- qf(0.975, v, n - 1)
  show(case, "icc", icc)
  show(case, "lower", n * (r - low * e) / (low * (k * c + (k * n - k - n) * e) + n * r))
  show(case, "upper", n * (high * r - e) / (k * c + (k * n - k - n) * e + n * high * r))
  covariance <- cov(table)
  show(case, "alpha", k / (k - 1) * (1 - sum(diag(covariance)) / sum(covariance)))
}
judged("shrout", matrix(c(9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2, 5, 3, 6, 2, 6, 4, 8, 2, 8, 6, 9, 7), nrow = 6))
judged("made_up", matrix(c(50, 41, 22, 96, 38, 12, 51, 43, 20, 95, 41, 12, 49, 44, 23, 99, 38, 15), nrow = 6))
