# Run: Rscript carry.R > carry.csv       Base R, one rule after the other, on the trial with gaps.
source("print.R")
trial <- read("trial.csv")
forward <- function(start, values) Reduce(function(last, now) if (is.na(now)) last else now, values, start, accumulate = TRUE)[-1]
for (i in 1:trial$n) {
  y <- trial$y[i, ]; base <- trial$baseline[i]
  if (any(!is.na(y))) show("daac", sprintf("%d:0", i - 1), (mean(y, na.rm = TRUE) - base) * trial$share[i])
  if (!any(is.na(y))) next
  locf <- forward(base, y)
  end <- max(c(0, which(!is.na(y))))
  bocf <- replace(locf, seq_along(y) > end, base)
  modified <- if (trial$reason[i] == "adverse event") bocf else locf
  wider <- if (trial$reason[i] %in% c("adverse event", "lack of efficacy")) bocf else locf
  worst <- replace(locf, seq_along(y) > end, max(c(base, y), na.rm = TRUE))
  for (case in c("locf", "bocf", "modified", "wider", "worst"))
    for (t in 1:4) show(case, sprintf("%d:%d", i - 1, t - 1), get(case)[t])
}
