# How long do nlme and glmmTMB take for one unstructured mixed model by REML?
#
#     Rscript mmrm.R SMALL.csv LARGE.csv
#
# Columns: subject, arm, visit, baseline, sex, change; an empty change is missing. Prints program,size,milliseconds: the
# median CPU time of one fit with its standard errors, at the programs' default tolerances. The first fit of each is not
# counted. `size` is subjects x visits.
suppressMessages({ library(nlme); library(glmmTMB) })

read_trial <- function(path) {
  rows <- read.csv(path)
  rows <- rows[!is.na(rows$change), ]
  rows$order <- as.integer(factor(rows$visit))
  for (column in c("subject", "arm", "visit", "sex")) rows[[column]] <- factor(rows[[column]])
  rows
}

programs <- list(
  "nlme gls" = function(trial) vcov(gls(
    change ~ baseline + sex + arm * visit, trial, correlation = corSymm(form = ~ order | subject),
    weights = varIdent(form = ~ 1 | visit), method = "REML")),
  "glmmTMB" = function(trial) vcov(glmmTMB(
    change ~ baseline + sex + arm * visit + us(0 + visit | subject), trial, dispformula = ~ 0, REML = TRUE)))

# CPU seconds of this process and its children; glmmTMB takes one thread unless told otherwise.
processor_seconds <- function(work) sum(system.time(work)[c("user.self", "sys.self", "user.child", "sys.child")])

milliseconds <- function(fit, trial, at_least = 3, seconds = 5) {
  fit(trial)
  times <- numeric()
  while (length(times) < at_least || (sum(times) < seconds && length(times) < 50))
    times <- c(times, processor_seconds(fit(trial)))
  1000 * median(times)
}

cat("program,size,milliseconds\n")
for (path in commandArgs(trailingOnly = TRUE)) {
  trial <- read_trial(path)
  size <- sprintf("%d x %d", nlevels(trial$subject), nlevels(trial$visit))
  for (name in names(programs)) cat(sprintf("%s,%s,%.2f\n", name, size, milliseconds(programs[[name]], trial)))
}
