# The data of three arms with their levels in the order of the tests, the reference first.
arms <- read.csv("parallel_arms.csv")
arms$arm <- factor(arms$arm, c("control", "cells", "cells_twice"))
arms$sex <- factor(arms$sex)
arms$site <- factor(arms$site)
