#!/bin/sh
# Removes old rows and leftovers in storage. The logs themselves are rotated by Docker.
exec "$(dirname "$0")/aisha.sh" cleanup "$@"
