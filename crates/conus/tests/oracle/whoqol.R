# Scores synthetic WHOQOL-BREF rows by the steps of the manual's syntax and by its prose, and prints them:
# Rscript whoqol.R > whoqol.csv
# Written from the rules, with none of conus: RECODE out of range to missing, reverse Q3 Q4 Q26, MEAN.k times 4,
# (score - 4) * 100 / 16, and no assessment with too few answers.
set.seed(20, kind = "Mersenne-Twister", sample.kind = "Rejection")
domains <- list(
  physical = c(3, 4, 10, 15, 16, 17, 18), psychological = c(5, 6, 7, 11, 19, 26),
  social = 20:22, environment = c(8, 9, 12, 13, 14, 23, 24, 25)
)
least <- list(syntax = c(6, 5, 2, 6), prose = c(5, 4, 2, 6))
answers <- list(syntax = 22, prose = 21)

rows <- list()
add <- function(row) rows[[length(rows) + 1]] <<- row
drawn <- function() sample(1:5, 26, replace = TRUE)
# Every count of missing answers in every domain, ten rows each.
for (items in domains) for (missing in 0:length(items)) for (again in 1:10) {
  row <- drawn()
  row[items[sample.int(length(items), missing)]] <- NA
  add(row)
}
# Missing anywhere, around the limit of the whole assessment.
for (missing in 0:8) for (again in 1:10) {
  row <- drawn()
  row[sample.int(26, missing)] <- NA
  add(row)
}
# Answers out of range.
for (again in 1:20) {
  row <- drawn()
  row[sample.int(26, 3)] <- sample(c(0, 6, 9, 99, -1), 3)
  add(row)
}
add(rep(1, 26))
add(rep(5, 26))
best <- rep(5, 26); best[c(3, 4, 26)] <- 1
add(best)
add(6 - best)

scored <- function(row, rule) {
  row[!(row %in% 1:5)] <- NA
  total <- sum(!is.na(row))
  out <- rep(NA_real_, 12)
  if (total >= answers[[rule]]) {
    reversed <- row
    reversed[c(3, 4, 26)] <- 6 - row[c(3, 4, 26)]
    out[1:4] <- c(row[1], 25 * (row[1] - 1), row[2], 25 * (row[2] - 1))
    for (d in 1:4) {
      items <- reversed[domains[[d]]]
      if (sum(!is.na(items)) >= least[[rule]][d]) {
        score <- mean(items, na.rm = TRUE) * 4
        out[3 + 2 * d] <- score
        out[4 + 2 * d] <- (score - 4) * 100 / 16
      }
    }
  }
  c(total, out)
}

names <- c(
  "whoqol_answered", "overall_quality", "overall_quality_0_100", "general_health", "general_health_0_100",
  as.vector(rbind(names(domains), paste0(names(domains), "_0_100")))
)
shown <- function(x) ifelse(is.na(x), "", sprintf("%.10f", x))
cat("rule", paste0("q", 1:26), names, sep = ",")
cat("\n")
for (row in rows) for (rule in names(least)) {
  cells <- ifelse(is.na(row), "", as.character(row))
  cat(rule, cells, shown(scored(row, rule)), sep = ",")
  cat("\n")
}
