import { spawn } from "node:child_process";
import { accessSync, chmodSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";

/**
 * The decoder and encoder of the tests: a static ffmpeg that comes inside an npm package for this platform
 * (@ffmpeg-installer/*), or the `ffmpeg` on PATH where there is no such package.
 */
export function findFfmpeg(): string {
  const require = createRequire(import.meta.url);
  let path: string;
  try {
    path = require.resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/ffmpeg`);
  } catch {
    return "ffmpeg";
  }
  try {
    accessSync(path, constants.X_OK);
  } catch {
    // The package sets this bit in an install script, which `npm ci --ignore-scripts` leaves out.
    chmodSync(path, 0o755);
  }
  return path;
}

export interface FfmpegRun {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/** As many at once as there are cores: more only wait for each other, and hold memory while they wait. */
const turns = makeTurns(availableParallelism());

/** Runs ffmpeg to its end. `input` goes to its standard input. Never throws for what ffmpeg says; a missing ffmpeg does. */
export function runFfmpeg(args: string[], input?: Iterable<Uint8Array>): Promise<FfmpegRun> {
  return turns(() => runOnce(args, input));
}

function runOnce(args: string[], input?: Iterable<Uint8Array>): Promise<FfmpegRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(findFfmpeg(), ["-hide_banner", ...(input ? [] : ["-nostdin"]), ...args], {
      // A recording that keeps a decoder busy for longer is broken or hostile.
      timeout: 600_000,
      stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => {
      if (stderr.length < 200_000) stderr += chunk.toString();
    });
    child.on("error", (cause) => reject(new Error(`ffmpeg does not start: ${cause.message}`, { cause })));
    child.on("close", (code) => resolve({ code, stdout: Buffer.concat(stdout), stderr }));
    if (input && child.stdin) feed(child.stdin, input);
  });
}

function feed(stdin: NodeJS.WritableStream, input: Iterable<Uint8Array>): void {
  const chunks = input[Symbol.iterator]();
  // A closed pipe is reported by ffmpeg's own exit.
  stdin.on("error", () => {});
  const push = () => {
    for (let next = chunks.next(); !next.done; next = chunks.next()) {
      if (!stdin.write(next.value)) return stdin.once("drain", push);
    }
    return stdin.end();
  };
  push();
}

function makeTurns(atOnce: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
