#!/bin/sh
# The same as backup_database.sh: a backup holds both, as objects without their rows are nobody's.
exec "$(dirname "$0")/aisha.sh" backup "$@"
