#!/bin/sh
# Makes Temporal's two databases on a PostgreSQL server, or brings their schemas to the version of its temporal-sql-tool: harmless to repeat.
# Arguments: host and port. The password of the user temporal is in SQL_PASSWORD.
set -eu
host=$1 port=$2
for part in temporal visibility; do
  case $part in temporal) database=temporal ;; *) database=temporal_visibility ;; esac
  set -- --plugin postgres12 --endpoint "$host" --port "$port" --user temporal --database "$database"
  temporal-sql-tool "$@" create-database
  temporal-sql-tool "$@" setup-schema --version 0.0
  temporal-sql-tool "$@" update-schema --schema-name "postgresql/v12/$part"
done
