#!/bin/sh
# Looks at FAL: key, signatures, webhook. Nothing is bought without --spend.
exec "$(dirname "$0")/aisha.sh" fal test "$@"
