# Writes the made-up trials that the other scripts here and the tests read. Run: Rscript data.R (R 4.2.2). Synthetic.
# trial.csv has gaps and drop-out, monotone.csv is the same trial without the gaps. NaN is a missing outcome; deviation is
# the first visit affected, counted from zero, or -1; share is the part of the planned time that was spent in the trial.
set.seed(20130923)
n <- 90; visits <- 4
arm <- rep(0:1, length.out = n)
baseline <- round(rnorm(n, 6.5, 1.2), 2)
level <- rnorm(n)
y <- sapply(1:visits, function(t) 1.5 + 0.7 * baseline - (0.15 + 0.25 * arm) * t + (0.8 + 0.3 * arm) * level +
              rnorm(n, 0, 0.6 + 0.1 * t))
y <- round(y, 2)
deviation <- rep(-1, n)
for (i in 1:n) for (t in 2:visits) if (deviation[i] < 0 && runif(1) < 0.11 + 0.05 * (y[i, t - 1] > 5)) deviation[i] <- t - 1
deviation[c(11, 34)] <- 0                    # one of each arm leaves before the first visit
monotone <- y
for (i in 1:n) if (deviation[i] >= 0) monotone[i, (deviation[i] + 1):visits] <- NaN
gaps <- monotone
for (i in 1:n) for (t in 1:(visits - 1)) if (runif(1) < 0.05) gaps[i, t] <- NaN
# Two people were seen again after their deviation.
seen_again <- which(deviation == 1)[1:2]
gaps[seen_again, 4] <- y[seen_again, 4]
reason <- ifelse(deviation < 0, "none", sample(c("adverse event", "lack of efficacy", "other"), n, TRUE))
share <- ifelse(deviation < 0, 1, round(pmin(1, (pmax(deviation, 0) + runif(n)) / visits), 3))
save <- function(values, file) {
  table <- data.frame(arm, baseline, deviation, reason, share, values)
  names(table)[6:9] <- paste0("visit", 1:visits)
  write.csv(table, file, row.names = FALSE, quote = FALSE, na = "NaN")
}
save(gaps, "trial.csv"); save(monotone, "monotone.csv")
