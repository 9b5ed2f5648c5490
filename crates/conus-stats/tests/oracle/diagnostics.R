# Run: Rscript diagnostics.R > diagnostics.csv       sandwich 3.0-2 (robust covariances), lmtest 0.9-40 (Breusch-Pagan, F).
suppressMessages({ library(sandwich); library(lmtest) })
source("print.R"); source("arms.R")
fits <- list(trial = lm(week12 ~ arm + baseline + age + months, trial),
             longley = lm(employed ~ deflator + gnp + unemployed + armed_forces + population + year, read.csv("longley.csv")),
             arms = lm(change ~ arm + sex + site + baseline + age, arms))
for (case in names(fits)) {
  fit <- fits[[case]]
  # sandwich inverts X'X, which leaves eight digits of Longley's; see longley_robust.py.
  for (kind in if (case == "longley") NULL else c("HC0", "HC1", "HC2", "HC3")) {
    se <- sqrt(diag(vcovHC(fit, type = kind)))
    for (j in seq_along(se)) show(case, paste0(tolower(kind), ":", j), se[j])
  }
  qq <- qqnorm(rstandard(fit), plot.it = FALSE)
  points <- list(fitted = fitted(fit), leverage = hatvalues(fit), internal = rstandard(fit), external = rstudent(fit),
                 cook = cooks.distance(fit), expected = sort(qq$x), seen = sort(qq$y))
  for (name in names(points)) for (i in seq_along(points[[name]])) show(case, paste0(name, ":", i), points[[name]][i])
  test <- bptest(fit)
  show(case, "bp:statistic", test$statistic); show(case, "bp:freedom", test$parameter); show(case, "bp:p", test$p.value)
  x <- model.matrix(fit)
  d <- svd(sweep(x, 2, sqrt(colSums(x^2)), "/"))$d
  show(case, "condition:", d[1] / d[length(d)])
}
for (term in c("arm", "site")) for (kind in c("const", "HC0", "HC1", "HC2", "HC3")) {
  without <- update(fits$arms, paste(". ~ . -", term))
  f <- waldtest(without, fits$arms, vcov = vcovHC(fits$arms, type = kind))
  chi <- waldtest(without, fits$arms, vcov = vcovHC(fits$arms, type = kind), test = "Chisq")
  case <- paste0("joint_", term)
  show(case, paste0(tolower(kind), ":f"), f$F[2]); show(case, paste0(tolower(kind), ":f_p"), f$`Pr(>F)`[2])
  show(case, paste0(tolower(kind), ":chi"), chi$Chisq[2]); show(case, paste0(tolower(kind), ":chi_p"), chi$`Pr(>Chisq)`[2])
}
