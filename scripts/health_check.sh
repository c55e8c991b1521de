#!/bin/sh
# Asks an installation how it is, from outside, so that one that is down is noticed. Needs nothing but curl.
#
#   health_check.sh [--tell] [https://bot.example.com]
#
# Without an address: PUBLIC_URL, DOMAIN or PORT, from the environment or .env. With --tell the admins
# (TELEGRAM_ADMIN_IDS) hear by TELEGRAM_BOT_TOKEN when a trouble begins or becomes another one, every six hours while it
# goes on, and when it is over. The environment wins over .env: another bot can be named there.
# Exit codes: 0 all is well, 1 something fails, 2 no answer, 64 wrong use.
PATH=$PATH:/usr/local/bin
cd "$(dirname "$0")/.." || exit 64
command -v curl >/dev/null || { echo "health_check.sh needs curl" >&2; exit 64; }
AGAIN_MINUTES=360
TOLD=.local/health-told

# A setting by its name: the environment, .env, or its file among Docker's secrets.
setting() {
  eval "value=\${$1-}"
  [ -n "$value" ] || value=$(sed -n "s/^$1=//p" .env 2>/dev/null | tail -n 1 |
    sed "s/[[:space:]]#.*//; s/[[:space:]]*\$//; s/^\"\(.*\)\"\$/\1/; s/^'\(.*\)'\$/\1/")
  [ -n "$value" ] || value=$(cat "secrets/$(printf %s "$1" | tr '[:upper:]' '[:lower:]')" 2>/dev/null)
  printf %s "$value"
}

# Says it to every admin. The token goes through standard input: a list of processes shows the words of a command.
tell() {
  token=$(setting TELEGRAM_BOT_TOKEN)
  root=$(setting TELEGRAM_API_ROOT)
  admins=$(setting TELEGRAM_ADMIN_IDS | tr ',' ' ')
  case $token in
    '' | *[!A-Za-z0-9:_-]*) echo "nobody was told: TELEGRAM_BOT_TOKEN is missing or malformed" >&2 && return 1 ;;
  esac
  reached=1
  for admin in $admins; do
    if printf 'url = "%s/bot%s/sendMessage"\n' "${root:-https://api.telegram.org}" "$token" |
      curl --config - --silent --fail --max-time 20 --output /dev/null \
        --data-urlencode "chat_id=$admin" --data-urlencode "text=$1" 2>/dev/null; then
      reached=0
    else
      echo "admin $admin could not be told" >&2
    fi
  done
  [ -n "$admins" ] || echo "nobody was told: TELEGRAM_ADMIN_IDS is empty" >&2
  return $reached
}

telling=
address=
for word in "$@"; do
  case $word in
    --tell) telling=yes ;;
    http://* | https://*) address=${word%/} ;;
    *) echo "usage: health_check.sh [--tell] [https://bot.example.com]" >&2 && exit 64 ;;
  esac
done
if [ -z "$address" ]; then
  address=$(setting PUBLIC_URL)
  domain=$(setting DOMAIN)
  port=$(setting PORT)
  [ -n "$address" ] || address=${domain:+https://$domain}
  address=${address:-http://127.0.0.1:${port:-8787}}
  address=${address%/}
fi

# The body, then a line with the status; when nobody answered curl's words, then 000.
answer=$(curl --silent --show-error --max-time 30 --write-out '\n%{http_code}' "$address/health" 2>&1)
status=$(printf '%s\n' "$answer" | tail -n 1)
body=$(printf '%s\n' "$answer" | sed '$d')
# One line per failing dependency: `name: detail`.
failing=$(printf '%s' "$body" | tr '}' '\n' |
  sed -n 's/.*"\([a-z]*\)":{"ok":false\(.*\)/\1\2/p' | sed 's/,"detail":"\(.*\)"$/: \1/; s/,"degraded":[a-z]*//')

case $status in
  000 | '') code=2 trouble="no answer" what="$address/health does not answer: $(printf %s "$body" | tr '\n' ' ')" ;;
  200)
    case $body in
      '{"ok":true'*) code=0 trouble='' what="$address is well" ;;
      *) code=1 trouble="not Aisha" what="$address/health answers something else: is this the address?" ;;
    esac
    ;;
  *)
    code=1
    if [ -n "$failing" ]; then
      trouble=$(printf '%s\n' "$failing" | sed 's/:.*//' | tr '\n' ' ')
      what=$(printf '%s fails:\n%s' "$address" "$failing")
    else
      trouble="status $status"
      what="$address/health answers $status: $(printf %s "$body" | head -n 1 | cut -c 1-200)"
    fi
    ;;
esac
if [ $code = 0 ]; then echo "$what"; else echo "$what" >&2; fi

[ -n "$telling" ] || exit $code
if [ $code = 0 ]; then
  if [ -f "$TOLD" ] && tell "✅ $what"; then rm -f "$TOLD"; fi
elif [ "$(cat "$TOLD" 2>/dev/null)" != "$trouble" ] || [ -n "$(find "$TOLD" -mmin +$AGAIN_MINUTES)" ]; then
  mkdir -p .local && tell "🚨 $what" && printf %s "$trouble" >"$TOLD"
fi
exit $code
