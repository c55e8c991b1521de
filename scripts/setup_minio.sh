#!/bin/sh
# Makes the buckets and their rules; safe to repeat.
exec "$(dirname "$0")/aisha.sh" storage setup "$@"
