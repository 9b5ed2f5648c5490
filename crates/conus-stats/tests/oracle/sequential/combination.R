# Run: Rscript combination.R > combination.csv     rpact 3.3.4. The inverse normal of a made-up one-sample trial, and its
# conditional power. A case is information/statistic of each stage; of conditional power, that and people planned/effect.
suppressPackageStartupMessages(library(rpact))
source("print.R")
for (t in list(c(0.5, 1), c(0.3, 0.6, 1))) for (mean in c(-0.1, 0.2, 0.3)) {
  d <- getDesignInverseNormal(informationRates = t, alpha = 0.025, typeOfDesign = "asOF", tolerance = 1e-10)
  n <- c(40, 70, 25)[seq_along(t)]
  data <- getDataset(n = n, means = mean + 0.03 * (seq_along(t) - 1), stDevs = rep(1, length(t)))
  results <- suppressMessages(getStageResults(d, data, normalApproximation = TRUE))
  z <- qnorm(results$pValues, lower.tail = FALSE)
  joined <- function(numbers) paste(sprintf("%.17g", numbers), collapse = "_")
  for (k in seq_along(t)) show(paste(joined(t), joined(z), sep = "/"), sprintf("combined_%d", k), results$combInverseNormal[k])
  first <- suppressMessages(getStageResults(d, data, normalApproximation = TRUE, stage = length(t) - 1))
  for (people in c(30, 120)) for (effect in c(0.1, 0.35)) {
    power <- suppressMessages(getConditionalPower(first, nPlanned = people, thetaH1 = effect, assumedStDev = 1))
    show(paste(joined(t), joined(z), people, effect, sep = "/"), "conditional_power", power$conditionalPower[length(t)])
  }
}
