# Run: Rscript power.R > power.csv       strict = TRUE counts both tails; case is effect and people per group.
source("print.R")
for (d in c(0.1, 0.3, 0.5, 0.8, 1.2, 2)) for (n in c(3, 12, 30, 64, 250)) for (alpha in c(0.05, 0.01)) {
  p <- power.t.test(n = n, delta = d, sd = 1, sig.level = alpha, strict = TRUE)$power
  show(sprintf("%.17g/%d", d, n), sprintf("%.17g", alpha), p)
}
