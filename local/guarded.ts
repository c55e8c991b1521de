import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/**
 * The shell that becomes the program, and leaves a watcher behind in its process group. The watcher reads a pipe whose
 * other end is ours: when it closes, because we ended in whatever way, the program gets the signal `$1`, and what is
 * left of the group when it has ended, or five seconds later, is killed. It is handed over as text: the program may run as a user who cannot
 * read our files.
 */
const GUARD = `
signal=$1; shift; exec 3<&0
{ cat <&3; kill -s "$signal" $$; n=0
  while kill -0 $$ && ! grep -q ') Z ' /proc/$$/stat && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
  kill -s KILL -- -$$; } >/dev/null 2>&1 </dev/null &
exec "$@" </dev/null 3<&-`;

/** How long a program may take to end by itself before it is killed. */
const GRACE_MS = 5_000;

/** A program that cannot outlive this process, however this process ends. */
export interface Guarded {
  process: ChildProcess;
  /** Settles when the program has ended: its exit code, or the name of the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** Asks the program to end, kills it when it does not, and everything it started in its process group. */
  stop(): Promise<void>;
}

interface GuardedOptions extends Omit<SpawnOptions, "stdio" | "detached"> {
  output?: "pipe" | "inherit";
  /** What the guard sends when we are gone; default: `signal`. */
  orphanSignal?: "SIGQUIT";
}

/**
 * Starts a program in its own process group, so that Ctrl-C reaches it only through us. `signal` is how it likes to be
 * asked to end. Its standard input is empty; its output is ours, or piped to whoever reads `process`. POSIX only.
 */
export function runGuarded(
  signal: "SIGINT" | "SIGTERM",
  command: string,
  parameters: readonly string[],
  { output = "pipe", orphanSignal, ...options }: GuardedOptions = {},
): Guarded {
  const child = spawn(
    "/bin/sh",
    ["-c", GUARD, "guard", (orphanSignal ?? signal).slice(3), command, ...parameters],
    {
      ...options,
      stdio: ["pipe", output, output],
      detached: true,
    },
  );
  // Writing to a program that ended is not our trouble; its end is reported by `ended`.
  child.stdin?.on("error", () => undefined);
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, by) => {
      killGroup(child);
      resolve(code ?? by ?? 1);
    });
  });
  ended.catch(() => undefined);
  return {
    process: child,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const late = setTimeout(() => killGroup(child), GRACE_MS);
      await ended.catch(() => undefined);
      clearTimeout(late);
    },
  };
}

/** The guard itself belongs to the group, so the group's number cannot have passed to somebody else. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing was left of it.
  }
}
