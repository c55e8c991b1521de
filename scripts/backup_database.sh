#!/bin/sh
# Makes a backup: the database, and every object that is new since the last one.
exec "$(dirname "$0")/aisha.sh" backup "$@"
