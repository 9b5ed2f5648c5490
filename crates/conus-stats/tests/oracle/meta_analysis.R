# Run: Rscript meta_analysis.R > meta_analysis.csv     metafor 3.8.1, on made-up studies; searches to 1e-12.
suppressPackageStartupMessages(library(metafor))
source("print.R")
studies <- read.csv("meta_analysis_data.csv")
counts <- read.csv("meta_analysis_counts.csv")
exact <- list(threshold = 1e-13, maxiter = 1000, tol = 1e-13)
for (set in unique(studies$set)) for (method in c("REML", "DL", "PM")) {
  y <- studies$effect[studies$set == set]; v <- studies$variance[studies$set == set]
  case <- paste(set, method, sep = "/")
  fit <- rma(y, v, method = method, control = exact)
  knapp <- rma(y, v, method = method, test = "knha", control = exact)
  show(case, "effect", fit$b[1]); show(case, "standard_error", fit$se)
  show(case, "lower", fit$ci.lb); show(case, "upper", fit$ci.ub)
  show(case, "knapp_standard_error", knapp$se); show(case, "knapp_p", knapp$pval)
  show(case, "knapp_lower", knapp$ci.lb); show(case, "knapp_upper", knapp$ci.ub)
  if (length(y) > 2) {
    prediction <- predict(fit, pi.type = "riley")
    show(case, "prediction_lower", prediction$pi.lb); show(case, "prediction_upper", prediction$pi.ub)
    without <- leave1out(fit)
    for (i in seq_along(y)) { show(case, sprintf("without_%d", i), without$estimate[i]); show(case, sprintf("tau_without_%d", i), without$tau2[i]) }
  }
  show(case, "tau", fit$tau2); show(case, "q", fit$QE); show(case, "q_p", fit$QEp); show(case, "i", fit$I2 / 100)
  tau <- confint(fit, control = list(tol = 1e-13, tau2.max = 1e6))$random["tau^2", ]
  show(case, "tau_lower", tau[["ci.lb"]]); show(case, "tau_upper", tau[["ci.ub"]])
}
logits <- escalc(measure = "PLO", xi = events, ni = total, data = counts, add = 1/2, to = "only0")
for (i in seq_len(nrow(counts))) {
  case <- paste(counts$events[i], counts$total[i], sep = "/")
  show(case, "logit", logits$yi[i]); show(case, "logit_variance", logits$vi[i])
}
