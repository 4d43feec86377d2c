# Reference figures for tests/estimate/test_reference.py, by R's survey package (Lumley 2004, JSS 9(8)).
# In this folder: Rscript make_survey.R   writes survey.csv (invented persons) and reference.csv.
library(survey)
set.seed(20)
n <- 400
p <- data.frame(person = 1:n, stratum = sample(1:6, n, TRUE, c(3, 2, 2, 2, 1, 1)), psu = sample(1:4, n, TRUE))
p$psu[p$stratum == 6 & p$psu == 4] <- 3
p$half <- ceiling(p$psu / 2)
p$sex <- sample(1:2, n, TRUE)
p$age <- sample(15:80, n, TRUE)
p$citizen <- sample(c(0, 1, 2, 9), n, TRUE, c(.6, .15, .2, .05))
p$w <- round(rgamma(n, 4, 1 / 50), 3)
p$ilo <- sample(1:3, n, TRUE, c(.6, .1, .3))
p$income <- round(exp(rnorm(n, 10, .6) + p$psu / 20), 2)
p$n_psu <- 20 + 5 * p$stratum
designs <- list(
  psus = svydesign(~psu, strata = ~stratum, weights = ~w, data = p, nest = TRUE),
  finite = svydesign(~psu, strata = ~stratum, weights = ~w, data = p, nest = TRUE, fpc = ~n_psu),
  persons = svydesign(~1, strata = ~stratum, weights = ~w, data = p),
  plain = svydesign(~1, weights = ~w, data = p)
)
halves <- svydesign(~half, strata = ~stratum, weights = ~w, data = p, nest = TRUE)
whole <- svydesign(~psu, weights = ~w, data = transform(p, psu = interaction(stratum, psu)))
reps <- list(
  brr = as.svrepdesign(halves, type = "BRR", mse = TRUE, compress = FALSE),
  fay = as.svrepdesign(halves, type = "Fay", fay.rho = 0.5, mse = TRUE, compress = FALSE),
  jack = as.svrepdesign(whole, type = "JK1", mse = TRUE, compress = FALSE),
  jackn = as.svrepdesign(designs$psus, type = "JKn", mse = TRUE, compress = FALSE)
)
boot <- matrix(rexp(n * 12), n)   # replicate weights need not come from a resampling to test their formula
reps$boot <- svrepdesign(repweights = boot * p$w, weights = ~w, data = p, type = "other",
  combined.weights = TRUE, scale = 1 / 11, rscales = rep(1, 12), mse = FALSE)
scales <- list()
for (name in names(reps)) {
  weights <- unclass(as.matrix(weights(reps[[name]], "analysis")))
  colnames(weights) <- paste0(name, seq_len(ncol(weights)))
  p <- cbind(p, round(weights, 3))
  scales[[name]] <- reps[[name]]$scale * reps[[name]]$rscales
}
for (name in names(reps)) {  # the rounded weights, as the tests read them
  columns <- paste0(name, seq_along(scales[[name]]))
  reps[[name]] <- svrepdesign(repweights = p[columns], weights = ~w, data = p, type = "other",
    combined.weights = TRUE, scale = 1, rscales = scales[[name]], mse = name != "boot")
}
one <- function(d, name) {
  rows <- list()
  ages <- subset(d, age >= 20 & age <= 64)
  groups <- list(NAT = 0, EU27_2020_FOR = 1, NEU27_2020_FOR = 2, FOR = 1:2, TOTAL = c(0:2, 9))
  for (g in names(groups)) for (s in c("T", "M", "F")) {
    codes <- groups[[g]]
    sexes <- list(T = 1:2, M = 1, F = 2)[[s]]
    here <- subset(ages, citizen %in% codes & sex %in% sexes)
    share <- svyratio(~I(as.numeric(ilo == 2)), ~I(as.numeric(ilo <= 2)), here)
    mean <- svymean(~income, here)
    linear <- inherits(d, "survey.design")
    median <- if (linear) svyquantile(~income, here, .5, qrule = "math", interval.type = "mean") else
      svyquantile(~income, here, .5, qrule = "math", interval.type = "quantile")
    rows[[length(rows) + 1]] <- data.frame(design = name, group = g, sex = s,
      share = coef(share)[[1]], share_se = SE(share)[[1]], mean = coef(mean)[[1]], mean_se = SE(mean)[[1]],
      median = coef(median)[[1]], median_se = SE(median)[[1]])
  }
  do.call(rbind, rows)
}
table <- do.call(rbind, Map(one, c(designs, reps), names(c(designs, reps))))
number <- function(x) if (is.numeric(x)) ifelse(is.na(x), "", sprintf("%.17g", x)) else x
write.csv(as.data.frame(lapply(table, number)), "reference.csv", row.names = FALSE, quote = FALSE)
write.csv(p, "survey.csv", row.names = FALSE, quote = FALSE)
cat(format(packageVersion("survey")), "\n")
cat(paste0(scales$jackn, collapse = ","), "\n")
