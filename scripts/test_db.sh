#!/bin/sh
# Looks at Postgres: connection, version, migrations.
exec "$(dirname "$0")/aisha.sh" doctor --only postgres "$@"
