import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fits, isInstalled, locked, nodeBinary, stamp } from "./install.mjs";

function project(lock: object, record?: object): string {
  const home = mkdtempSync(join(tmpdir(), "aisha install "));
  onTestFinished(() => rmSync(home, { recursive: true }));
  writeFileSync(join(home, "package-lock.json"), JSON.stringify({ packages: lock }));
  if (!record) return home;
  const binary = nodeBinary(home) ?? join(home, "node_modules/none");
  mkdirSync(dirname(binary), { recursive: true });
  writeFileSync(binary, "");
  writeFileSync(join(home, "node_modules/.package-lock.json"), JSON.stringify({ packages: record }));
  return home;
}

const LOCK = {
  "": {},
  "node_modules/a": { version: "1.0.0" },
  "node_modules/b-darwin": { version: "2.0.0", optional: true },
};

test("a fresh clone is not installed", () => {
  expect(isInstalled(project(LOCK))).toBe(false);
});

test("what npm recorded fits when only optional packages are missing", () => {
  expect(isInstalled(project(LOCK, { "node_modules/a": { version: "1.0.0" } }))).toBe(true);
});

test("another version, a missing package and an extra one do not fit", () => {
  expect(fits(LOCK, { "node_modules/a": { version: "1.0.1" } })).toBe(false);
  expect(fits(LOCK, {})).toBe(false);
  expect(
    fits(LOCK, { "node_modules/a": { version: "1.0.0" }, "node_modules/old": { version: "1.0.0" } }),
  ).toBe(false);
  expect(
    fits(LOCK, { "node_modules/a": { version: "1.0.0" }, "node_modules/b-darwin": { version: "1.9.0" } }),
  ).toBe(false);
});

test("a stamp holds until the lock file changes", () => {
  const home = project(LOCK, {});
  stamp(home);
  expect(isInstalled(home)).toBe(true);
  writeFileSync(
    join(home, "package-lock.json"),
    JSON.stringify({ packages: { ...LOCK, "node_modules/c": {} } }),
  );
  expect(isInstalled(home)).toBe(false);
});

test("a stamp without the Node binary is worth nothing", () => {
  const home = project(LOCK, {});
  stamp(home);
  rmSync(nodeBinary(home) ?? "");
  expect(isInstalled(home)).toBe(false);
});

test("two installations at once happen one after the other", async () => {
  const home = project(LOCK);
  const order: string[] = [];
  let release: (() => void) | undefined;
  let waited: number | undefined;
  const first = locked(home, async () => {
    order.push("first begins");
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    order.push("first ends");
  });
  const second = locked(
    home,
    () => order.push("second"),
    (holder: number) => {
      waited = holder;
      release?.();
    },
  );
  await Promise.all([first, second]);
  expect(order).toEqual(["first begins", "first ends", "second"]);
  expect(waited).toBe(process.pid);
});

test("the lock of a process that has died is taken over, and a failed installation gives it back", async () => {
  const home = project(LOCK);
  // Process ids end at 2^22 on Linux and far below on macOS.
  writeFileSync(join(home, "install.lock"), String(2 ** 22 + 1));
  await expect(locked(home, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(await locked(home, () => "done")).toBe("done");
  expect(() => readFileSync(join(home, "install.lock"))).toThrow();
});
