import process from "node:process";
import type { Command } from "commander";

/** What a command found out or did: `text` for people, `data` for programs (`--json`). */
export interface Answer {
  text: string;
  data: unknown;
  /** False: the command worked, and what it found is bad. The exit code says so. */
  ok?: boolean;
}

/** An answer that is one sentence. */
export const said = (text: string): Answer => ({ text, data: { said: text } });

/**
 * Gives a command its work and the option `--json`. Exit codes: 0 done, 1 not done, or done and bad; with `--json` both
 * are one JSON value on standard output.
 */
export function answers<Args extends unknown[]>(
  command: Command,
  work: (...args: Args) => Promise<Answer>,
): Command {
  return command.option("--json", "one JSON value instead of text").action(async (...all: unknown[]) => {
    // An option that a command above knows, too, is taken by that one, wherever it stands.
    const options = command.optsWithGlobals<{ json?: boolean }>();
    const { json } = options;
    try {
      // The last two arguments are the command's own options, and the command itself.
      const { text, data, ok = true } = await work(...([...all.slice(0, -2), options] as Args));
      console.log(json ? JSON.stringify(data) : text);
      if (!ok) process.exitCode = 1;
    } catch (error) {
      const message = explain(error);
      if (json) console.log(JSON.stringify({ error: message }));
      else console.error(message);
      process.exitCode = 1;
    }
  });
}

/** An error in words. Several attempts that all failed (happy eyeballs) carry their words inside. */
export function explain(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(explain).join("; ");
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const why = cause instanceof Error && !error.message.includes(cause.message) ? `: ${explain(cause)}` : "";
  return `${error.message}${why}`;
}
