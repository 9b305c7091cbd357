# Fits ets() of the package forecast to the series of a JSON file: see against-peer.ts.
suppressMessages({
  library(forecast)
  library(jsonlite)
})
files <- commandArgs(trailingOnly = TRUE)
series <- fromJSON(files[1], simplifyDataFrame = FALSE)
fit <- function(it) ets(ts(it$y, frequency = it$m))
invisible(fit(series[[1]]))
started <- proc.time()
fits <- lapply(series, fit)
used <- proc.time() - started
form <- function(model) {
  parts <- model$components
  paste0(parts[1], parts[2], if (parts[4] == "TRUE") "d" else "", parts[3])
}
write_json(list(
  version = as.character(packageVersion("forecast")),
  ets_s = unname(used["user.self"] + used["sys.self"]),
  theta_s = NULL,
  ets = lapply(fits, function(model) list(form = form(model), loss = -2 * as.numeric(model$loglik))),
  theta = list()
), files[2], auto_unbox = TRUE, digits = NA, null = "null")
