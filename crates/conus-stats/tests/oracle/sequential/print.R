# One line per number: case, quantity, value with all the digits of a double.
show <- function(case, quantity, value) cat(sprintf("%s,%s,%.17g\n", case, quantity, value), sep = "")
cat("case,quantity,value\n")
