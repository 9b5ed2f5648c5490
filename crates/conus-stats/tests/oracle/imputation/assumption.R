# Run: Rscript assumption.R > assumption.csv
# Conditional mean and variance of every missing visit under every assumption, for fixed parameters. The joint
# distribution of J2R and CIR is built from its defining regression: visits before as in the own arm, and visits from the
# deviation on as a linear function of them plus an error, both as in the reference arm. No formula for a block is used.
source("print.R")
trial <- read("trial.csv")
intercept <- rbind(c(1.4, 1.3, 1.1, 1.2), c(1.1, 0.6, 0.3, 0.2)); slope <- c(0.70, 0.68, 0.71, 0.66)
sigma <- list(matrix(c(1.2, 0.7, 0.6, 0.5, 0.7, 1.5, 0.9, 0.7, 0.6, 0.9, 1.6, 1.0, 0.5, 0.7, 1.0, 1.9), 4),
              matrix(c(1.7, 1.2, 1.0, 0.9, 1.2, 2.1, 1.4, 1.3, 1.0, 1.4, 2.4, 1.7, 0.9, 1.3, 1.7, 2.8), 4))
joined <- function(own, ref, d) {
  if (d == 0) return(ref)
  before <- 1:d; after <- (d + 1):4
  B <- t(solve(ref[before, before], ref[before, after, drop = FALSE]))
  error <- ref[after, after] - B %*% ref[before, before] %*% t(B)
  make <- rbind(cbind(diag(d), matrix(0, d, 4 - d)), cbind(B, diag(4 - d)))   # (Y1, e) -> (Y1, Y2)
  blocks <- matrix(0, 4, 4); blocks[before, before] <- own[before, before]; blocks[after, after] <- error
  make %*% blocks %*% t(make)
}
assumed <- function(strategy, own, ref, S, R, d) {
  after <- (1:4) > d
  switch(strategy, MAR = list(own, S), CR = list(ref, R), J2R = list(ifelse(after, ref, own), joined(S, R, d)),
         CIR = if (d == 0) list(ref, R) else list(ifelse(after, own[d] + ref - ref[d], own), joined(S, R, d)),
         LMCF = list(ifelse(after, own[d], own), S))
}
for (strategy in c("MAR", "J2R", "CR", "CIR", "LMCF")) for (i in 1:trial$n) {
  gone <- is.na(trial$y[i, ])
  if (!any(gone) || (strategy == "LMCF" && trial$deviation[i] == 0)) next
  mean_in <- function(a) intercept[a + 1, ] + slope * trial$baseline[i]
  a <- trial$arm[i]
  joint <- list(mean_in(a), sigma[[a + 1]])
  if (trial$deviation[i] >= 0)
    joint <- assumed(strategy, mean_in(a), mean_in(0), sigma[[a + 1]], sigma[[1]], trial$deviation[i])
  mean <- joint[[1]][gone]; S <- joint[[2]]; left <- S[gone, gone, drop = FALSE]
  if (any(!gone)) {
    weight <- S[gone, !gone, drop = FALSE] %*% solve(S[!gone, !gone])
    mean <- mean + weight %*% (trial$y[i, !gone] - joint[[1]][!gone])
    left <- left - weight %*% S[!gone, gone]
  }
  for (k in seq_along(mean)) {
    show(strategy, sprintf("%d:%d:mean", i - 1, which(gone)[k] - 1), mean[k])
    show(strategy, sprintf("%d:%d:variance", i - 1, which(gone)[k] - 1), left[k, k])
  }
}
