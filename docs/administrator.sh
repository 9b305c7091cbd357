#!/bin/sh
# The nineteen steps of an administrator in the guidance that Tandem follows, and its four of clearing up, which are
# done by hand in consoles, as verbs of the command line: from an empty home to a studio that works, and back.
#
#   sh docs/administrator.sh
#
# All goes into a home of its own, .tandem/administrator-home, unless TANDEM_HOME names another; TANDEM_PORT names the
# port. Steps are numbered in the order of the guidance. Run again, it does all of it again: names are free afterwards.
set -eu
cd "$(dirname "$0")/.."
export TANDEM_HOME="${TANDEM_HOME:-$PWD/.tandem/administrator-home}"
work=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then
    kill -TERM "$server" && wait "$server" || true
    server=
  fi
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# TANDEM may name another command, e.g. an installed one.
tandem() { ${TANDEM:-npm run -s tandem --} "$@"; }
step() { printf '\n# Step %s\n' "$*"; }
clear_up() { printf '\n# Clean-up %s\n' "$*"; }

region=eu-central-1
profile='Data Analytics and AI-ML Model Development'
export TANDEM_PROJECT=SalesForecastingProject

step '1: a network'
# Console: deploy a stack of templates that makes a VPC with private subnets, and wait. Here database, API and worker
# are processes of this machine that listen on it alone. Nothing is made in the home yet.
(exec ${TANDEM:-npm run -s tandem --} start --empty) >"$work/server.log" 2>&1 &
server=$!
until grep -q '^ready ' "$work/server.log"; do
  kill -0 "$server" 2>"$work/gone" || { cat "$work/server.log" >&2 && exit 1; }
  sleep 0.2
done
cat "$work/server.log"

step '2: endpoints of the services in it'
# Console: an endpoint in the VPC for each service that the studio calls; each is paid by the hour.
tandem readiness

step '3: an identity source'
# Console: enable IAM Identity Center in the region. Here links and passwords always work; an identity provider is
# named by the environment, where there is one.
tandem sign-ins methods

step '4: the first user'
# Console: create a user in the directory, who is mailed a password. Here the home has its administrator.
tandem whoami

step '5: a region'
# Console: switch to one of twelve regions. What is planned is checked, and nothing is sent.
tandem domains create --name studio --region "$region" --dry-run

step '6: a domain'
# Console: create a domain by its quick setup.
tandem domains create --name studio --region "$region"

step '7: its network'
# Console: choose the VPC and its private subnets in a form. Here the domain has its portal at once.
tandem domains show studio

step '8: its first owner'
# Console: give the e-mail address of a user of the directory, and wait until the domain is there.
tandem domains owners studio

step '9: more users, and groups'
# Console: add each user and each group of the directory to the domain. Here a user gets a link that works once.
for name in ada grace edgar; do
  tandem users invite studio --name "$name@example.com" --json >"$work/$name.json"
done
tandem groups create studio --name analysts
tandem groups add studio analysts edgar@example.com
tandem users list studio
tandem groups list studio

step '10: a coding assistant'
# Console: enable Amazon Q, which is optional. Here an assistant is given a token, of which tandem mcp makes tools; one
# that may only read is shown. Its secret is in a file of the folder that goes with this script.
tandem tokens create --name assistant --scopes read --days 1 --json >"$work/assistant.json"
tandem tokens list

step '11: a project profile'
# Console: open the list of profiles, and enable one.
tandem profiles create studio --name "$profile" \
  --blueprints '[{"blueprint":"Tooling","parameters":{}},
                 {"blueprint":"RedshiftServerless","parameters":{}},
                 {"blueprint":"MLExperiments","parameters":{}}]'

step '12: the capacity of its warehouse'
# Console: find RedshiftServerless among the blueprints of the profile, edit redshiftBaseCapacity, save. Here that is
# the profile's second version: projects of the first would keep theirs until they are updated.
tandem profiles change studio "$profile" --name "$profile" \
  --blueprints '[{"blueprint":"Tooling","parameters":{}},
                 {"blueprint":"RedshiftServerless","parameters":{"redshiftBaseCapacity":8}},
                 {"blueprint":"MLExperiments","parameters":{}}]'
tandem profiles show studio "$profile"

step '13: open the portal'
# Console: follow the link of the domain's page. Here the link was printed when the server started.
tandem health

step '14: a project'
# Portal: create a project, choose the profile, and type a name of its catalog, of which no page says what it may be.
# Here one with a capital is refused with a name that would do, before anything is made.
if tandem projects create --domain-id studio --profile-id "$profile" --name "$TANDEM_PROJECT" \
  --catalog-name Sales --dry-run 2>&1; then exit 1; fi

step '15: with a catalog of its own'
tandem projects create --domain-id studio --profile-id "$profile" --name "$TANDEM_PROJECT" \
  --catalog-name sales-forecasting-catalog

step '16: wait until its resources are there'
# Portal: look at a page that turns, for minutes.
tandem projects watch
tandem projects show

step '17: its members'
# Portal: add each user and each group, with a role.
tandem members set ada@example.com --role project-owner --persona data-engineer
tandem members set grace@example.com --role contributor --persona ml-engineer
tandem members set analysts --role viewer --persona analyst
tandem members list

step '18: its compute'
# Portal: open the page of compute, and look whether the warehouse is there. Here it also takes a load and a question.
tandem compute show
tandem connections list
tandem sample-data --stores 3 --days 60 --seed 7 --out "$work/files"
tandem load --data "$work/files"
tandem sql 'select count(*) as sales from store_sales' --format csv

step '19: hand over'
# Mail: send the address of the portal. Here each gets a link that works once, and what they may can be asked.
for name in ada grace edgar; do
  printf '%s: ' "$name@example.com"
  sed -n 's/^ *"link": "\([^"]*\)".*/\1/p' "$work/$name.json"
done
tandem permissions explain studio --user-id edgar@example.com --operation-id createLoad --project-id "$TANDEM_PROJECT"

clear_up '1: see what is there'
# Console: look through every service. Here each place of the project says what it holds.
tandem projects plan-delete
tandem domains plan-delete studio

clear_up '2: the project'
# Portal: delete the endpoint, then the project; what it does not know stays, and is paid. Here places are emptied in
# order and then looked at again: every count of what is left is nothing, or the deletion has failed.
tandem projects delete --confirm "$TANDEM_PROJECT" --wait
tandem projects list

clear_up '3: the domain'
# Console: delete the domain, its users and its profile.
tandem domains delete studio --confirm studio
tandem tokens revoke "$(sed -n 's/^ *"id": "\(tok_[^"]*\)".*/\1/p' "$work/assistant.json")"
tandem domains list

clear_up '4: the network'
# Console: delete the stack. Here the processes end; the files that a project had are gone already.
stop
printf 'files of projects: %s\n' "$(find "$TANDEM_HOME/objects" "$TANDEM_HOME/warehouses" -type f | wc -l)"
