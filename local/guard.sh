# Runs a program for as long as its parent lives:  sh -c "$(cat guard.sh)" guard SIGNAL program arguments…
# The parent holds the other end of standard input. When that closes, because the parent ended in whatever way, the
# program gets SIGNAL, and what is left of its process group ten seconds later is killed. The program replaces this
# shell, so its process id, signals and exit code are the shell's.
signal=$1
shift
exec 3<&0
{
  cat <&3
  kill -s "$signal" $$
  waited=0
  while kill -0 $$ && [ "$waited" -lt 100 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill -s KILL -- -$$
} >/dev/null 2>&1 </dev/null &
exec "$@" </dev/null 3<&-
