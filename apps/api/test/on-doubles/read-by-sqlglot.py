"""Reads a JSON list of SQL from standard input; prints a JSON list of what sqlglot does not read as Redshift's."""

import json
import logging
import sys

import sqlglot
from sqlglot import exp

logging.disable(logging.CRITICAL)

# What follows these words sqlglot keeps as a text.
KEPT = ("UNLOAD",)


def fault(sql):
    try:
        read = sqlglot.parse_one(sql, read="redshift", error_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        return f"{error}: {sql}"
    if isinstance(read, exp.Command) and str(read.this).upper() not in KEPT:
        return f"read as a bare command: {sql}"
    return None


print(json.dumps([it for it in map(fault, json.load(sys.stdin)) if it is not None]))
