#!/bin/sh
# The seven steps of a data engineer in the guidance that Tandem follows, where they are done by hand in a console and a
# notebook, as verbs of the command line:
#
#   sh docs/data-engineer.sh [DIR]
#
# DIR holds your own files; without it a sample is written that has every kind of bad row. All goes into a home of its
# own, .tandem/data-engineer-home, unless TANDEM_HOME names another. Where a server runs on that home, the verbs use it;
# otherwise each starts one and stops it again. A second run changes nothing.
set -eu
data=${1:+$(cd "$1" && pwd)}
cd "$(dirname "$0")/.."
export TANDEM_HOME="${TANDEM_HOME:-$PWD/.tandem/data-engineer-home}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# TANDEM may name another command, e.g. an installed one.
tandem() { ${TANDEM:-npm run -s tandem --} "$@"; }
step() { printf '\n# Step %s\n' "$*"; }

if [ -z "$data" ]; then
  data=$work/files
  tandem sample-data --stores 12 --days 400 --seed 7 --faults --out "$data"
fi

step '1: open the project'
# Console: sign in to the portal, choose the domain, the project, and look whether its warehouse has been provisioned.
# Here a home has one project, which is made where it is missing.
tandem overview

step '2: open a notebook'
# Console: start a JupyterLab space, wait for it, choose a kernel and a connection for each cell. Here nothing has to be
# started: every verb is a connection. What the tables will be made of is known before any file is read.
tandem lineage

step '3: create the four tables'
# Console: drop four tables and create them anew, by SQL in the notebook. Here tables follow from the star, which is a
# file; nothing is dropped, because a load merges by key: a store and a day have one row however often it is loaded.
tandem star show >"$work/star.json"
tandem star set "$work/star.json"

step '4: upload the files'
# Console: upload each file by name into the project's bucket. Here files are recognised by their columns.
tandem uploads add --data "$data"

step '5: read, cast, derive the stores, look up the keys of days, and load'
# Console: four cells of Spark for each file, which append; one bad date ends them half-way, and a second run doubles
# the rows. Here a load is one transaction. The plan says beforehand what it will do; bad records are set aside by name.
tandem load --data "$data" --plan
tandem load --data "$data"
tandem rejects --out "$work/refused"

step '6: count the rows, and look at each table'
# Console: a count and a select for each table.
tandem tables list
tandem sql 'select * from store_sales order by total_sales desc limit 5'

step '7: join all four'
# Console: a join over the connection to the warehouse. Promotions are joined from the left: a day of sales without a
# promotion stays.
tandem sql "select s.store_id, d.store_name, cast(t.date_time as date) as sales_date, s.total_sales,
    coalesce(p.promo, 0) as promo, coalesce(p.school_holiday, 0) as school_holiday
  from store_sales s
  join store_dim d on d.store_id = s.store_id
  join date_dim t on t.date_key = s.date_key
  left join store_promotions p on p.store_id = s.store_id and p.date_key = s.date_key
  order by s.store_id, sales_date limit 10"
