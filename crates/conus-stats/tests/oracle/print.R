# One line per number: case, quantity, value with all the digits of a double.
show <- function(case, quantity, value) cat(sprintf("%s,%s,%.17g\n", case, quantity, value), sep = "")
trial <- read.csv("trial.csv")
first <- trial$week12[trial$arm == 0]
second <- trial$week12[trial$arm == 1]
cat("case,quantity,value\n")
