# Writes the data that every script here and every test reads. Run: Rscript data.R (R 4.2.2); values are made up.
set.seed(20240229)
n <- 61
arm <- rep(c(0, 1), length.out = n)
age <- round(rnorm(n, 47, 13), 1)
baseline <- round(rnorm(n, 6.4, 1.3), 2)
months <- round(rexp(n, 1 / 30) + 3)
week12 <- round(0.7 * baseline - 0.9 * arm + 0.01 * (age - 47) + rnorm(n, 0, 0.9 + 0.6 * arm), 1)
write.csv(data.frame(arm, age, baseline, months, week12), "trial.csv", row.names = FALSE, quote = FALSE)
names(longley) <- c("deflator", "gnp", "unemployed", "armed_forces", "population", "year", "employed")
write.csv(longley, "longley.csv", row.names = FALSE, quote = FALSE)
