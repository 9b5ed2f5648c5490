# Run: Rscript design.R > design.csv     rpact 3.3.4. A case is sides/alpha/information/boundary/futility, its numbers joined
# by `_` and its spending function by name and parameter; tolerance as small as rpact's searches allow.
suppressPackageStartupMessages(library(rpact))
source("print.R")
looks <- list(c(1), c(0.5, 1), c(0.3, 0.6, 1), c(0.2, 0.25, 0.7, 1), (1:5) / 5)
types <- list(of = list(typeOfDesign = "OF"), pocock = list(typeOfDesign = "P"),
  wt_0.25 = list(typeOfDesign = "WT", deltaWT = 0.25),
  spend_of = list(typeOfDesign = "asOF"), spend_pocock = list(typeOfDesign = "asP"),
  spend_power_2 = list(typeOfDesign = "asKD", gammaA = 2), "spend_gamma_-4" = list(typeOfDesign = "asHSD", gammaA = -4),
  spend_gamma_1.5 = list(typeOfDesign = "asHSD", gammaA = 1.5))
futilities <- list(none = list(), free_of = list(typeBetaSpending = "bsOF", bindingFutility = FALSE),
  bound_of = list(typeBetaSpending = "bsOF", bindingFutility = TRUE),
  free_pocock = list(typeBetaSpending = "bsP", bindingFutility = FALSE),
  "bound_gamma_-2" = list(typeBetaSpending = "bsHSD", gammaB = -2, bindingFutility = TRUE),
  free_power_1.5 = list(typeBetaSpending = "bsKD", gammaB = 1.5, bindingFutility = FALSE))
design <- function(sided, alpha, t, type, futility) {
  # rpact counts the wrong tail of a two-sided test as power only when told so, and futility needs it.
  two <- if (sided == 2 && length(futility)) list(twoSidedPower = TRUE, betaAdjustment = FALSE) else list()
  suppressWarnings(do.call(getDesignGroupSequential,
    c(list(informationRates = t, alpha = alpha, beta = 0.2, sided = sided, tolerance = 1e-10), type, futility, two)))
}
print_design <- function(sided, alpha, t, type, futility) {
  d <- try(design(sided, alpha, t, types[[type]], futilities[[futility]]), silent = TRUE)
  if (inherits(d, "try-error")) return(message(paste(sided, alpha, paste(t, collapse = "_"), type, futility), ": ", d))
  # Two-sided, rpact (which calls this experimental) leaves a look without a stop where the spending function allows one,
  # and spends otherwise from there on. Only cases in which it stops at every look can be compared.
  if (futility != "none" && anyNA(d$futilityBounds)) return(message(paste(sided, type, futility), ": a look without futility"))
  case <- paste(sided, alpha, paste(t, collapse = "_"), type, futility, sep = "/")
  for (k in seq_along(t)) show(case, sprintf("efficacy_%d", k), d$criticalValues[k])
  if (futility != "none") for (k in seq_len(length(t) - 1)) show(case, sprintf("futility_%d", k), d$futilityBounds[k])
  characteristics <- getDesignCharacteristics(d)
  show(case, "drift", sqrt(characteristics$shift))
  if (length(t) == 1) return(invisible())
  if (sided == 1 && futility == "none") show(case, "inflation", characteristics$inflationFactor)
  # Two-sided, rpact adds both tails unless told not to, so only what is one-sided is compared.
  if (sided == 1) for (drift in c(-0.5, 0, 1.5, 3)) {
    p <- getPowerAndAverageSampleNumber(d, theta = drift, nMax = 1)
    show(case, sprintf("power_%s", drift), p$calculatedPower)
    show(case, sprintf("expected_%s", drift), p$averageSampleNumber)
    for (k in seq_along(t)[-length(t)]) show(case, sprintf("reject_%s_%d", drift, k), p$rejectPerStage[k, 1])
  }
}
for (sided in 1:2) for (t in looks) for (type in names(types)) print_design(sided, 0.025 * sided, t, type, "none")
for (sided in 1:2) for (t in looks[3:(6 - sided)]) for (type in c("spend_of", "spend_pocock", "spend_gamma_-4"))
  for (futility in names(futilities)[-1]) print_design(sided, 0.025 * sided, t, type, futility)
