# Run: Rscript logistic.R > logistic.csv       R 4.2.2 glm, lmtest 0.9-40 (Wald's test), brglm2 0.9 (Firth).
# Profile limits are sought by uniroot on glm with an offset, because confint() interpolates between few points.
suppressMessages({ library(lmtest); library(brglm2) })
source("print.R"); source("arms.R")
arms$region <- factor(ifelse(arms$site %in% c("a", "b"), "north", "south"), c("north", "south"))
tight <- glm.control(epsilon = 1e-14, maxit = 100)
wald <- function(case, fit) {
  s <- summary(fit)$coefficients; ci <- confint.default(fit)
  for (j in seq_len(nrow(s))) {
    show(case, paste0(j, ":value"), s[j, 1]); show(case, paste0(j, ":standard_error"), s[j, 2])
    show(case, paste0(j, ":statistic"), s[j, 3]); show(case, paste0(j, ":p"), s[j, 4])
    show(case, paste0(j, ":lower"), ci[j, 1]); show(case, paste0(j, ":upper"), ci[j, 2])
    show(case, paste0(j, ":odds"), exp(s[j, 1])); show(case, paste0(j, ":odds_upper"), exp(ci[j, 2]))
  }
}
# Everybody under each arm, with the covariances of predictions under two arms by the delta method.
standardised <- function(case, fit) {
  levels <- levels(arms$arm); risk <- list(); gradient <- list()
  for (a in levels) {
    all <- transform(arms, arm = factor(a, levels))
    p <- predict(fit, all, type = "response")
    x <- model.matrix(delete.response(terms(fit)), all, xlev = fit$xlevels)
    risk[[a]] <- mean(p); gradient[[a]] <- colMeans(p * (1 - p) * x)
    show(case, paste0("risk_", a, ":value"), mean(p))
    show(case, paste0("risk_", a, ":standard_error"), sqrt(gradient[[a]] %*% vcov(fit) %*% gradient[[a]]))
  }
  for (a in levels[-1]) {
    g <- gradient[[a]] - gradient[[1]]; d <- risk[[a]] - risk[[1]]; se <- drop(sqrt(g %*% vcov(fit) %*% g))
    show(case, paste0("difference_", a, ":value"), d); show(case, paste0("difference_", a, ":standard_error"), se)
    show(case, paste0("difference_", a, ":p"), 2 * pnorm(-abs(d / se)))
    show(case, paste0("difference_", a, ":lower"), d + qnorm(0.025) * se)
  }
}
formulas <- list(main = responder ~ arm + sex + region + baseline + age, crossed = responder ~ arm + sex + arm:sex + baseline)
tested <- list(main = c("arm", "sex", "region", "baseline", "age"), crossed = c("baseline", "arm:sex"))
for (case in names(formulas)) {
  fit <- glm(formulas[[case]], binomial, arms, control = tight)
  # Once more from the top: glm leaves the covariance at the weights of the last step but one.
  settled <- glm(formulas[[case]], binomial, arms, control = tight, start = coef(fit))
  wald(case, settled); standardised(case, settled)
  show(case, "fit:log_likelihood", logLik(fit)); show(case, "fit:deviance", deviance(fit))
  for (term in tested[[case]]) {
    without <- update(fit, paste(". ~ . -", term))
    lr <- anova(without, fit, test = "LRT")
    show(case, paste0("ratio_", term, ":statistic"), lr$Deviance[2]); show(case, paste0("ratio_", term, ":p"), lr$`Pr(>Chi)`[2])
    w <- waldtest(without, settled, test = "Chisq")
    show(case, paste0("wald_", term, ":statistic"), w$Chisq[2]); show(case, paste0("wald_", term, ":p"), w$`Pr(>Chisq)`[2])
  }
  x <- model.matrix(fit); y <- fit$y
  for (j in seq_len(ncol(x))) {
    loss <- function(b) deviance(glm.fit(x[, -j], y, offset = b * x[, j], family = binomial(), control = tight)) - deviance(fit) - qchisq(0.95, 1)
    se <- sqrt(vcov(settled)[j, j]); b <- coef(fit)[j]
    show(case, paste0(j, ":profile_lower"), uniroot(loss, c(b - 5 * se, b), tol = 1e-14)$root)
    show(case, paste0(j, ":profile_upper"), uniroot(loss, c(b, b + 5 * se), tol = 1e-14)$root)
  }
}
# In the second, everybody under the higher dose responds, so that maximum likelihood does not exist.
arms$separated <- as.integer(arms$responder == 1 | arms$arm == "cells_twice")
for (response in c("responder", "separated")) {
  case <- paste0("firth_", response)
  fit <- glm(reformulate(c("arm", "sex", "baseline"), response), binomial, arms, method = "brglmFit", type = "AS_mean", epsilon = 1e-13, maxit = 1000)
  wald(case, fit); standardised(case, fit)
  # Penalised likelihood with the coefficient j held, and its top in the others.
  x <- model.matrix(fit); y <- fit$y
  objective <- function(b) { eta <- drop(x %*% b); p <- plogis(eta)
    sum(ifelse(y == 1, plogis(eta, log.p = TRUE), plogis(-eta, log.p = TRUE))) + determinant(crossprod(x, x * p * (1 - p)))$modulus[1] / 2 }
  score <- function(b) { p <- plogis(drop(x %*% b)); r <- x * sqrt(p * (1 - p)); h <- rowSums(qr.Q(qr(r))^2); drop(crossprod(x, y - p + h * (0.5 - p))) }
  top <- function(held, values, start) {
    full <- function(b) { a <- start; a[-held] <- b; a[held] <- values; a }
    o <- optim(start[-held], function(b) -objective(full(b)), function(b) -score(full(b))[-held], method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))
    -o$value
  }
  best <- objective(coef(fit))
  show(case, "fit:log_likelihood", best)
  for (test in list(list("arm", 2:3), list("sex", 4), list("baseline", 5))) {
    statistic <- 2 * (best - top(test[[2]], 0, coef(fit)))
    show(case, paste0("ratio_", test[[1]], ":statistic"), statistic)
  }
  for (j in seq_len(ncol(x))) {
    loss <- function(b) 2 * (best - top(j, b, coef(fit))) - qchisq(0.95, 1)
    se <- sqrt(vcov(fit)[j, j]); b <- coef(fit)[j]
    show(case, paste0(j, ":profile_lower"), uniroot(loss, c(b - 8 * se, b), tol = 1e-13)$root)
    show(case, paste0(j, ":profile_upper"), uniroot(loss, c(b, b + 8 * se), tol = 1e-13)$root)
  }
}
