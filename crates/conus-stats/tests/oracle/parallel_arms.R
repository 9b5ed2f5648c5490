# Writes parallel_arms.csv. Run: Rscript parallel_arms.R (R 4.2.2); values are made up: three arms of unequal size,
# variance that differs by arm, sites of unequal size, and a response in about half of the people.
set.seed(20250314)
n <- 94
arm <- sample(rep(c("control", "cells", "cells_twice"), c(37, 33, 24)))
sex <- sample(c("female", "male"), n, replace = TRUE, prob = c(0.35, 0.65))
site <- sample(c("a", "b", "c", "d"), n, replace = TRUE, prob = c(0.4, 0.3, 0.2, 0.1))
age <- round(rnorm(n, 46, 12), 1)
baseline <- round(pmin(10, pmax(4, rnorm(n, 6.6, 1.2))), 2)
effect <- c(control = 0, cells = -0.8, cells_twice = -1.1)[arm] + ifelse(sex == "male" & arm != "control", 0.5, 0)
spread <- c(control = 1, cells = 1.6, cells_twice = 2)[arm]
change <- round(effect - 0.3 * (baseline - 6.6) + 0.015 * (age - 46) + rnorm(n, 0, spread), 2)
responder <- as.integer(runif(n) < plogis(-0.4 - 0.9 * change + 0.2 * (baseline - 6.6)))
write.csv(data.frame(arm, sex, site, age, baseline, change, responder), "parallel_arms.csv", row.names = FALSE, quote = FALSE)
