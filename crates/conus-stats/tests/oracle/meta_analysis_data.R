# Run: Rscript meta_analysis_data.R     Writes made-up studies: some that differ, some that agree, very few, and unequal ones.
set.seed(7)
make <- function(set, k, tau, scale) {
  v <- scale * exp(rnorm(k)); data.frame(set = set, effect = round(rnorm(k, 0.4, sqrt(tau + v)), 4), variance = round(v, 5))
}
write.csv(rbind(make("different", 12, 0.2, 0.05), make("alike", 8, 0, 0.3), make("three", 3, 0.5, 0.05),
                make("two", 2, 0.5, 0.02), make("many", 40, 0.05, 0.2),
                data.frame(set = "same", effect = c(0.3, 0.31, 0.29, 0.3), variance = c(0.2, 0.1, 0.3, 0.25))),
          "meta_analysis_data.csv", row.names = FALSE, quote = FALSE)
write.csv(data.frame(events = c(0, 3, 7, 20, 12), total = c(9, 10, 30, 20, 47)), "meta_analysis_counts.csv", row.names = FALSE)
