"""Trains LightGBM on one thread and prints CPU seconds of its trees and the loss on rows held out, as JSON, for each objective.

Arguments: folder of x.f64, y.f64, w.f64; rows, rows of them to train on, features, trees, leaves, rate, least rows, ridge, features with levels.
"""

import json
import sys
import time

import lightgbm
import numpy

folder, *numbers, levels = sys.argv[1:]
rows, train, features, trees, leaves = map(int, numbers[:5])
rate, least_rows, ridge = map(float, numbers[5:])
x, y, w = (numpy.fromfile(f"{folder}/{name}.f64") for name in "xyw")
x = x.reshape(rows, features)
result = {"version": lightgbm.__version__}
for objective in ("l1", "huber"):
    params = {
        "objective": objective,
        "num_leaves": leaves,
        "learning_rate": rate,
        "max_bin": 63,
        "num_threads": 1,
        "min_data_in_leaf": int(least_rows),
        "lambda_l2": ridge,
        "verbose": -1,
    }
    categorical = [int(it) for it in levels.split(",")]
    data = lightgbm.Dataset(x[:train], y[:train], weight=w[:train], categorical_feature=categorical, params=params)
    booster = lightgbm.Booster(params, data)
    start = time.process_time()
    for _ in range(trees):
        booster.update()
    seconds = time.process_time() - start
    loss = float(numpy.mean(numpy.abs(booster.predict(x[train:], num_threads=1) - y[train:])))
    result[objective] = {"seconds": seconds, "loss": loss}
print(json.dumps(result))
