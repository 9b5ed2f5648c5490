# One line per number: case, quantity, value with all the digits of a double. The trials are those of data.R.
show <- function(case, quantity, value) cat(sprintf("%s,%s,%.17g\n", case, quantity, value), sep = "")
read <- function(file) {
  table <- read.csv(file)
  outcomes <- as.matrix(table[, 6:9]); outcomes[is.nan(outcomes)] <- NA
  list(arm = table$arm, baseline = table$baseline, deviation = table$deviation, reason = table$reason,
       share = table$share, y = outcomes, n = nrow(table), visits = 4)
}
cat("case,quantity,value\n")
