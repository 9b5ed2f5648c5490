# Run: Rscript regression.R > regression.csv       Longley 1967 is the classic test of lost digits (NIST StRD).
source("print.R")
longley_data <- read.csv("longley.csv")
table <- function(case, fit) {
  s <- summary(fit); ci <- confint(fit)
  for (j in seq_along(coef(fit))) {
    name <- sub("(Intercept)", "(intercept)", names(coef(fit))[j], fixed = TRUE)
    show(case, paste0(name, ":value"), s$coefficients[j, 1]); show(case, paste0(name, ":standard_error"), s$coefficients[j, 2])
    show(case, paste0(name, ":statistic"), s$coefficients[j, 3]); show(case, paste0(name, ":p"), s$coefficients[j, 4])
    show(case, paste0(name, ":lower"), ci[j, 1]); show(case, paste0(name, ":upper"), ci[j, 2])
  }
  show(case, "r_squared", s$r.squared); show(case, "deviation", s$sigma); show(case, "freedom", s$df[2])
  x <- model.matrix(fit)
  for (j in 2:ncol(x)) show(case, paste0(colnames(x)[j], ":inflation"), 1 / (1 - summary(lm(x[, j] ~ x[, -c(1, j)]))$r.squared))
}
table("longley", lm(employed ~ deflator + gnp + unemployed + armed_forces + population + year, longley_data))
table("trial", lm(week12 ~ arm + baseline + age + months, trial))
fit <- lm(week12 ~ arm + baseline + age, trial)
at <- data.frame(arm = 0:1, baseline = mean(trial$baseline), age = mean(trial$age))
means <- predict(fit, at, se.fit = TRUE, interval = "confidence")
for (i in 1:2) {
  case <- c("mean_first", "mean_second")[i]
  show(case, "value", means$fit[i, 1]); show(case, "standard_error", means$se.fit[i])
  show(case, "lower", means$fit[i, 2]); show(case, "upper", means$fit[i, 3])
}
s <- summary(fit)$coefficients["arm", ]
show("adjusted", "value", s[1]); show("adjusted", "standard_error", s[2]); show("adjusted", "p", s[4])
