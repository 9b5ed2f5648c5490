# Run: Rscript lmer.R > lmer.csv (R 4.2.2, lme4 1.1-31, lmerTest 3.1-3, pbkrtest 0.5.2, emmeans 1.8.4-1).
# A random intercept is our cs with a positive covariance. lmerTest: Satterthwaite from the observed information by
# numerical derivatives. pbkrtest: Kenward-Roger from the EXPECTED information, so its standard errors are our
# kenward_roger_expected. emmeans: means at the mean baseline of the analysed rows, half of each sex; its
# degrees of freedom are lmerTest's.
suppressMessages({ library(lmerTest); library(pbkrtest); library(emmeans) })
source("model.R")

fit_of <- function(case, trial) {
  formula <- as.formula(paste("response ~", as.character(fixed_effects(case))[3], "+ (1 | subject)"))
  lmerTest::lmer(formula, trial, REML = case$method == "reml", control = lmerControl(
    optimizer = "nloptwrap", optCtrl = list(xtol_abs = 1e-14, ftol_abs = 1e-14, xtol_rel = 0, ftol_rel = 0, maxeval = 10000)))
}

show_compound_symmetry <- function(case, trial, fit) {
  spread <- as.data.frame(VarCorr(fit))$vcov
  visits <- levels(trial$visit)
  show_covariance(case, visits, matrix(spread[1], length(visits), length(visits)) + diag(spread[2], length(visits)))
}

show_kenward_roger <- function(case, fit, interaction) {
  adjusted <- vcovAdj(fit)
  names <- names(fixef(fit))
  show(case$case, sprintf("coefficient:%s:kenward_roger_expected_standard_error", names), sqrt(diag(as.matrix(adjusted))))
  freedom <- sapply(seq_along(names), function(i) Lb_ddf(diag(length(names))[i, ], vcov(fit), adjusted))
  show(case$case, sprintf("coefficient:%s:kenward_roger_expected_freedom", names), freedom)
  test <- KRmodcomp(fit, interaction)$test["Ftest", ]
  show(case$case, c("interaction:kenward_roger_expected_statistic", "interaction:kenward_roger_expected_freedom"),
       c(test$stat, test$ddf))
}

show_means <- function(case, trial, fit) {
  reference <- emmeans(fit, ~ arm * visit, weights = "equal", lmer.df = "satterthwaite")
  means <- as.data.frame(reference)
  label <- sprintf("mean:%s:%s", means$arm, means$visit)
  differences <- as.data.frame(contrast(reference, "trt.vs.ctrl", by = "visit", adjust = "none"))
  arm <- sub(" - .*", "", differences$contrast)
  other <- sprintf("difference:%s:%s", arm, differences$visit)
  for (part in list(list(label, means$emmean, means), list(other, differences$estimate, differences))) {
    show(case$case, paste0(part[[1]], ":estimate"), part[[2]])
    show(case$case, paste0(part[[1]], ":standard_error"), part[[3]]$SE)
    show(case$case, paste0(part[[1]], ":freedom"), part[[3]]$df)
  }
}

cat("case,quantity,value\n")
for (row in which(cases$structure == "cs" & cases$by_group == "no" & cases$weights == "no")) {
  case <- cases[row, ]
  trial <- read_trial(case)
  fit <- fit_of(case, trial)
  show(case$case, "minus_two_log_likelihood", -2 * as.numeric(logLik(fit)))
  show_coefficients(case, fixef(fit), as.matrix(vcov(fit)))
  show_compound_symmetry(case, trial, fit)
  freedom <- coef(summary(fit))[, "df"]
  show(case$case, sprintf("coefficient:%s:freedom", names(freedom)), freedom)
  interaction <- diag(length(fixef(fit)))[grepl("^arm.*:visit", names(fixef(fit))), , drop = FALSE]
  joint <- contestMD(fit, interaction)
  show(case$case, c("interaction:statistic", "interaction:freedom"), c(joint[["F value"]], joint$DenDF))
  show_means(case, trial, fit)
  if (case$method == "reml") show_kenward_roger(case, fit, interaction)
}
