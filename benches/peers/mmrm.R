# How long do nlme and glmmTMB take for one unstructured mixed model by REML?
#
#     Rscript mmrm.R SMALL.csv LARGE.csv
#
# Columns: subject, arm, visit, baseline, sex, change; an empty change is missing. Prints
# program,size,milliseconds,minus_twice_log_likelihood: the median CPU time of one fit with its standard errors, at the
# programs' default tolerances, and REML's -2 log L of that fit without ln det X'X. The first fit of each is not counted.
# `size` is subjects x visits.
suppressMessages({ library(nlme); library(glmmTMB) })

read_trial <- function(path) {
  rows <- read.csv(path)
  rows <- rows[!is.na(rows$change), ]
  rows$order <- as.integer(factor(rows$visit))
  for (column in c("subject", "arm", "visit", "sex")) rows[[column]] <- factor(rows[[column]])
  rows
}

programs <- list(
  "nlme gls" = function(trial) gls(
    change ~ baseline + sex + arm * visit, trial, correlation = corSymm(form = ~ order | subject),
    weights = varIdent(form = ~ 1 | visit), method = "REML"),
  "glmmTMB" = function(trial) glmmTMB(
    change ~ baseline + sex + arm * visit + us(0 + visit | subject), trial, dispformula = ~ 0, REML = TRUE))

# CPU seconds of this process and its children; glmmTMB takes one thread unless told otherwise.
processor_seconds <- function(work) sum(system.time(work)[c("user.self", "sys.self", "user.child", "sys.child")])

milliseconds <- function(fit, trial, at_least = 3, seconds = 5) {
  times <- numeric()
  while (length(times) < at_least || (sum(times) < seconds && length(times) < 50))
    times <- c(times, processor_seconds(vcov(fit(trial))))
  1000 * median(times)
}

cat("program,size,milliseconds,minus_twice_log_likelihood\n")
for (path in commandArgs(trailingOnly = TRUE)) {
  trial <- read_trial(path)
  size <- sprintf("%d x %d", nlevels(trial$subject), nlevels(trial$visit))
  for (name in names(programs)) {
    first <- programs[[name]](trial)
    time <- milliseconds(programs[[name]], trial)
    cat(sprintf("%s,%s,%.2f,%.9f\n", name, size, time, -2 * as.numeric(logLik(first))))
  }
}
