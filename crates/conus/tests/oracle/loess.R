# Prints the local line that report/cloud.rs draws: Rscript loess.R > loess.txt
x <- c(1, 1.5, 2.2, 3, 3.1, 4.4, 5, 6.2, 7.7, 9)
y <- c(2, 1.1, 3.4, 2.9, 4.2, 3.3, 5.1, 4, 6.3, 5.2)
fit <- loess(y ~ x, degree = 1, span = 0.6, family = "gaussian", surface = "direct")
cat(sprintf("%.10f\n", predict(fit, data.frame(x = c(1, 3, 5, 7, 9)))), sep = "")
