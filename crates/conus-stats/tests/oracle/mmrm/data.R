# Writes data/<name>.csv, synthetic trials that every script here and every test reads. Run: Rscript data.R (R 4.2.2).
# Dropout is missing at random: its odds rise with the value last seen. Gaps in between are completely at random.

correlated <- function(deviations, correlation) diag(deviations) %*% correlation %*% diag(deviations)
decaying <- function(visits, rho) rho^abs(outer(1:visits, 1:visits, "-"))
equal <- function(visits, rho) matrix(rho, visits, visits) + diag(1 - rho, visits)
banded <- function(bands) toeplitz(c(1, bands))
chained <- function(links) {
  visits <- length(links) + 1
  correlation <- diag(visits)
  for (i in 2:visits) for (j in 1:(i - 1)) correlation[i, j] <- correlation[j, i] <- prod(links[j:(i - 1)])
  correlation
}

subject_responses <- function(mean, covariance) mean + drop(t(chol(covariance)) %*% rnorm(length(mean)))

# Which visits are seen: `gaps` is the chance of a single missing visit, `odds` the log odds of leaving at value 5.
seen_visits <- function(response, gaps, odds) {
  visits <- length(response)
  seen <- runif(visits) >= gaps
  for (visit in 2:visits) if (runif(1) < plogis(odds + 0.5 * (response[visit - 1] - 5))) {
    seen[visit:visits] <- FALSE
    break
  }
  if (!any(seen)) seen[1] <- TRUE
  seen
}

# `covariances` holds one matrix per arm; `blanks` keeps the rows of missing values, with an empty response.
trial <- function(name, seed, subjects, covariances, gaps = 0, odds = -2.5, weighted = FALSE, blanks = FALSE,
                  edit = identity) {
  set.seed(seed)
  arms <- c("placebo", "treated_1", "treated_2", "treated_3")[seq_along(covariances)]
  visits <- nrow(covariances[[1]])
  one <- function(subject) {
    arm <- (subject - 1) %% length(arms) + 1
    baseline <- round(rnorm(1, 6.4, 1.2), 2)
    sex <- sample(c("female", "male"), 1, prob = c(0.3, 0.7))
    course <- 2.4 + 0.5 * baseline - 0.3 * (sex == "male") - 0.15 * (1:visits) - 0.12 * (arm - 1) * (1:visits)
    response <- round(subject_responses(course, covariances[[arm]]), 3)
    seen <- seen_visits(response, gaps, odds)
    weight <- if (weighted) round(runif(visits, 0.4, 3), 2) else 1
    response[!seen] <- NA
    data.frame(subject = sprintf("S%03d", subject), arm = arms[arm], visit = 1:visits, baseline, sex, weight, response)
  }
  rows <- edit(do.call(rbind, lapply(1:subjects, one)))
  missing <- mean(is.na(rows$response))
  singles <- sum(tapply(!is.na(rows$response), rows$subject, sum) == 1)
  cat(sprintf("%-16s %3d subjects, %d arms, %d visits, %2.0f %% missing, %d subjects with one value, visit counts %s\n",
              name, subjects, length(arms), visits, 100 * missing, singles,
              paste(tapply(!is.na(rows$response), rows$visit, sum), collapse = " ")))
  if (!blanks) rows <- rows[!is.na(rows$response), ]
  write.csv(rows, file.path("data", paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

# Few values at the last visit: three subjects of each arm are asked back.
rare_last_visit <- function(rows) {
  last <- rows$visit == max(rows$visit)
  kept <- unlist(lapply(split(which(last & !is.na(rows$response)), rows$arm[last & !is.na(rows$response)]), head, 4))
  rows$response[setdiff(which(last), kept)] <- NA
  rows
}

rising <- correlated(c(1.0, 1.3, 1.5, 1.7), chained(c(0.7, 0.75, 0.8)))
free <- function(visits, seed) {
  set.seed(seed)
  correlated(seq(1, 1.8, length.out = visits), cov2cor(decaying(visits, 0.7) + 0.3 * crossprod(matrix(rnorm(visits^2, 0, 0.4), visits))))
}

trial("two_arms", 11, 67, list(rising, rising))
trial("three_arms", 12, 90, rep(list(free(5, 1)), 3), gaps = 0.07, odds = -2.8, blanks = TRUE)
trial("four_arms", 13, 100, rep(list(free(3, 2)), 4), gaps = 0.05, odds = -1.6)
trial("eight_visits", 14, 120, rep(list(free(8, 3)), 2), gaps = 0.08, odds = -2.2)
trial("small", 15, 20, rep(list(free(3, 4)), 2), odds = -2)
trial("near_singular", 16, 50, rep(list(correlated(c(0.3, 1, 3, 6), equal(4, 0.995))), 2), odds = -2.5)
trial("unequal_arms", 17, 80, list(rising, 3 * correlated(c(1, 0.8, 1.2, 1), decaying(4, 0.3))), gaps = 0.04)
trial("weighted", 18, 60, list(rising, rising), gaps = 0.05, weighted = TRUE)
trial("sparse_visit", 19, 60, rep(list(free(5, 5)), 2), odds = -1.8, blanks = TRUE, edit = rare_last_visit)
trial("large", 20, 200, list(rising, rising), gaps = 0.02, odds = -3)
trial("ar1_made", 21, 70, rep(list(correlated(rep(1.4, 6), decaying(6, 0.65))), 2), gaps = 0.06, odds = -3)
trial("cs_made", 22, 60, rep(list(correlated(rep(1.5, 4), equal(4, 0.55))), 3), gaps = 0.08, odds = -2.8)
trial("toeplitz_made", 23, 60, rep(list(correlated(rep(1.3, 5), banded(c(0.6, 0.5, 0.2, 0.15)))), 2), gaps = 0.05)
trial("antedependence", 24, 70, rep(list(correlated(c(1, 1.2, 1.6, 1.5, 1.9, 2.2), chained(c(0.8, 0.5, 0.7, 0.3, 0.85)))), 2),
      gaps = 0.03, odds = -2.6)
trial("intermittent", 25, 60, list(rising, rising), gaps = 0.38, odds = -30)
trial("complete", 26, 24, rep(list(free(3, 6)), 2), odds = -30)
