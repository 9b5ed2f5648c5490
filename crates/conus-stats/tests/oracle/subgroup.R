# Run: Rscript subgroup.R > subgroup.csv       emmeans 1.8.4: effects within levels of a factor; lmtest, sandwich: interaction.
suppressMessages({ library(emmeans); library(sandwich); library(lmtest) })
source("print.R"); source("arms.R")
arms$older <- factor(ifelse(arms$age >= 46, "older", "younger"), c("younger", "older"))
for (by in c("sex", "older")) for (kind in c("const", "HC3")) {
  fit <- lm(as.formula(paste("change ~ arm *", by, "+ site + baseline")), arms)
  v <- vcovHC(fit, type = kind)
  s <- summary(contrast(emmeans(fit, "arm", by = by, vcov. = v), "trt.vs.ctrl1", adjust = "none"), infer = c(TRUE, TRUE))
  case <- paste(by, tolower(kind), sep = "/")
  for (i in seq_len(nrow(s))) {
    name <- paste(s[[by]][i], s$contrast[i], sep = ":")
    show(case, paste0(name, ":value"), s$estimate[i]); show(case, paste0(name, ":standard_error"), s$SE[i])
    show(case, paste0(name, ":freedom"), s$df[i]); show(case, paste0(name, ":statistic"), s$t.ratio[i])
    show(case, paste0(name, ":p"), s$p.value[i])
    show(case, paste0(name, ":lower"), s$lower.CL[i]); show(case, paste0(name, ":upper"), s$upper.CL[i])
  }
  f <- waldtest(update(fit, paste(". ~ . - arm:", by)), fit, vcov = v)
  show(case, "all:interaction:f", f$F[2]); show(case, "all:interaction:f_p", f$`Pr(>F)`[2])
}
