# Run: Rscript ancova.R > ancova.csv       emmeans 1.8.4 (means, differences, intervals), sandwich 3.0-2, lmtest 0.9-40.
suppressMessages({ library(emmeans); library(sandwich); library(lmtest) })
source("print.R"); source("arms.R")
table <- function(case, what) {
  s <- summary(what, infer = c(TRUE, TRUE))
  names <- if ("contrast" %in% names(s)) as.character(s$contrast) else as.character(s$arm)
  value <- if ("estimate" %in% names(s)) s$estimate else s$emmean
  for (i in seq_along(names)) {
    show(case, paste0(names[i], ":value"), value[i]); show(case, paste0(names[i], ":standard_error"), s$SE[i])
    show(case, paste0(names[i], ":freedom"), s$df[i]); show(case, paste0(names[i], ":statistic"), s$t.ratio[i])
    show(case, paste0(names[i], ":p"), s$p.value[i])
    show(case, paste0(names[i], ":lower"), s$lower.CL[i]); show(case, paste0(names[i], ":upper"), s$upper.CL[i])
  }
}
fit <- lm(change ~ arm + sex + site + baseline + age, arms)
for (margins in c("equal", "proportional")) for (kind in c("const", "HC1", "HC3")) {
  v <- vcovHC(fit, type = kind)
  means <- emmeans(fit, "arm", weights = margins, vcov. = v)
  case <- paste(margins, tolower(kind), sep = "/")
  table(case, means)
  table(case, contrast(means, "revpairwise", adjust = "none"))
  f <- waldtest(update(fit, . ~ . - arm), fit, vcov = v)
  show(case, "arm:f", f$F[2]); show(case, "arm:f_p", f$`Pr(>F)`[2])
}
# The same test as a comparison of two models.
a <- anova(update(fit, . ~ . - arm), fit)
show("equal/const", "arm:f", a$F[2]); show("equal/const", "arm:f_p", a$`Pr(>F)`[2])
# Interactions with what is averaged: equal and observed margins of two factors together, and a slope that differs.
arms$region <- factor(ifelse(arms$site %in% c("a", "b"), "north", "south"), c("north", "south"))
crossed <- lm(change ~ arm + sex + region + baseline + sex:region + arm:baseline, arms)
for (margins in c("equal", "proportional")) {
  table(paste("crossed", margins, sep = "/"), emmeans(crossed, "arm", weights = margins))
}
