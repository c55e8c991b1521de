#!/bin/sh
# Says what is wrong with the settings, and which of them have no meaning any more.
exec "$(dirname "$0")/aisha.sh" config check "$@"
