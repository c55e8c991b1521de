#!/bin/sh
# Looks at the store: writes, reads, links, buckets and their rules.
exec "$(dirname "$0")/aisha.sh" doctor --only storage "$@"
