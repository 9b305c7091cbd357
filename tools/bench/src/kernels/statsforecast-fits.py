"""Fits AutoETS and DynamicOptimizedTheta of statsforecast to the series of a JSON file: see against-peer.ts."""

import json
import sys
import time

import numpy as np
import statsforecast
from statsforecast.models import AutoETS, DynamicOptimizedTheta


def ets(it):
    model = AutoETS(season_length=it["m"]).fit(np.array(it["y"])).model_
    error, trend, season, damped = model["components"]
    form = error + trend + ("d" if damped == "D" else "") + season
    return {"form": form, "loss": -2 * float(model["loglik"])}


def theta(it):
    y = np.array(it["y"])
    model = DynamicOptimizedTheta(season_length=it["m"]).fit(y).model_
    if it["m"] > 1:
        return None
    return float(np.mean((y - np.asarray(model["fitted"]))[2:] ** 2))


def timed(fit, series):
    for it in series[:: max(1, len(series) // 4)]:
        fit(it)
    started = time.process_time()
    fits = [fit(it) for it in series]
    return time.process_time() - started, fits


with open(sys.argv[1]) as file:
    series = json.load(file)
ets_s, ets_fits = timed(ets, series)
theta_s, theta_fits = timed(theta, series)
with open(sys.argv[2], "w") as file:
    json.dump(
        {
            "version": statsforecast.__version__,
            "ets_s": ets_s,
            "theta_s": theta_s,
            "ets": ets_fits,
            "theta": theta_fits,
        },
        file,
    )
