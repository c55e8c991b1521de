import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isAlive } from "./alive.ts";
import { runGuarded } from "./guarded.ts";

/** A program that starts another one and prints its number; neither ends by itself. */
const STUBBORN = 'trap "" TERM INT; sleep 1000 & echo $!; wait; wait; wait';

test("a program's exit code and output come through", async () => {
  const program = runGuarded("SIGTERM", "/bin/sh", ["-c", "echo hello; exit 3"]);
  const said = await once(program.process.stdout ?? process.stdin, "data");
  expect(String(said)).toBe("hello\n");
  expect(await program.ended).toBe(3);
});

test("a program that is missing says so", async () => {
  expect(await runGuarded("SIGTERM", "/no/such/program", []).ended).toBe(127);
});

test("what a program leaves behind in its group ends with it", async () => {
  const program = runGuarded("SIGTERM", "/bin/sh", ["-c", "sleep 1000 & echo $!"]);
  const [said] = await once(program.process.stdout ?? process.stdin, "data");
  await program.ended;
  await expect.poll(() => isAlive(Number(said))).toBe(false);
});

test("stopping is polite first", async () => {
  const program = runGuarded("SIGINT", "/bin/sh", [
    "-c",
    'trap "exit 7" INT; echo up; while :; do sleep 0.1; done',
  ]);
  await once(program.process.stdout ?? process.stdin, "data");
  await program.stop();
  expect(await program.ended).toBe(7);
});

test("when the starter is killed outright, its programs end, even those that will not listen", async () => {
  const module = JSON.stringify(join(import.meta.dirname, "guarded.ts"));
  const starter = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `const { runGuarded } = await import(${module});
      runGuarded("SIGTERM", "/bin/sh", ["-c", ${JSON.stringify(STUBBORN)}]).process.stdout.pipe(process.stdout);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [said] = await once(starter.stdout, "data");
  expect(isAlive(Number(said))).toBe(true);
  starter.kill("SIGKILL");
  await expect.poll(() => isAlive(Number(said)), { timeout: 20_000 }).toBe(false);
});
