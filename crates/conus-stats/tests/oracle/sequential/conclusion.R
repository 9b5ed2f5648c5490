# Run: Rscript conclusion.R > conclusion.csv     rpact 3.3.4. One sample of made-up means, each stage with the standard
# deviation 1; a case is sides/boundary/information/people so far/statistic, and estimates are in statistic per root of people.
suppressPackageStartupMessages(library(rpact))
source("print.R")
types <- c(of = "OF", pocock = "P", spend_of = "asOF")
plans <- list(c(0.25, 0.5, 0.75, 1), c(0.3, 0.6, 1))
for (sided in 1:2) for (t in plans) for (type in names(types)) for (mean in c(-0.05, 0.2, 0.27, 0.33, 0.45, 0.6)) {
  d <- getDesignGroupSequential(informationRates = t, alpha = 0.025 * sided, sided = sided, typeOfDesign = types[[type]], tolerance = 1e-10)
  n <- round(100 * diff(c(0, t)))
  for (look in seq_along(t)) {
    stages <- seq_len(look)
    data <- getDataset(n = n[stages], means = mean + 0.02 * (stages - 1), stDevs = rep(1, look))
    results <- suppressMessages(getStageResults(d, data, normalApproximation = TRUE, stage = look))
    z <- results$overallTestStatistics[look]
    if (z >= d$criticalValues[look] || look == length(t)) {
      interval <- suppressMessages(getFinalConfidenceInterval(d, data, normalApproximation = TRUE, stage = look, tolerance = 1e-12))
      case <- paste(sided, type, paste(t, collapse = "_"), sum(n[stages]), sprintf("%.17g", z), sep = "/")
      show(case, "p", getFinalPValue(results)$pFinal)
      show(case, "median", interval$medianUnbiasedGeneral)
      show(case, "lower", interval$finalConfidenceIntervalGeneral[1])
      show(case, "upper", interval$finalConfidenceIntervalGeneral[2])
      break
    }
  }
}
