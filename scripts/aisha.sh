#!/bin/sh
# The operator's commands where the installation is: inside its containers when .env names Compose's files
# (COMPOSE_FILE), otherwise on this machine. `aisha.sh doctor`; the exit code is the command's own.
# Works from anywhere, also from cron, whose PATH is short.
PATH=$PATH:/usr/local/bin
cd "$(dirname "$0")/.." || exit 1
if ! grep -q '^COMPOSE_FILE=' .env 2>/dev/null; then
  exec npm run --silent aisha -- "$@"
fi
# A container of its own, so that it also works while the Worker is down. Only `backup` has the place of the backups.
case "${1-}" in
  backup | restore) service=backup ;;
  *) service=worker ;;
esac
exec docker compose run --rm --no-deps -T "$service" node cli/index.ts "$@"
