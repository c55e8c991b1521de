import { spawn, spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { buildProgram } from "../cli/program.ts";

const SCRIPTS = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".sh"));
/** What each of the older guide's scripts asks of the operator's commands. */
const ASKS: Record<string, string> = {
  "validate_config.sh": "config check",
  "setup_minio.sh": "storage setup",
  "test_db.sh": "doctor --only postgres",
  "test_minio.sh": "doctor --only storage",
  "test_fal_production.sh": "fal test",
  "cleanup_logs.sh": "cleanup",
  "backup_database.sh": "backup",
  "backup_minio.sh": "backup",
};
const TOKEN = "1234567:the-token_of-the-bot";
const curl = spawnSync("sh", ["-c", "command -v curl"], { encoding: "utf8" }).stdout.trim();
if (!curl) console.log("\n*** health_check.sh IS NOT TRIED: there is no curl\n");

/** The scripts in a project of their own, whose `npm`, `docker` and `curl` note what they were asked. */
function makePlace(env = "") {
  const place = mkdtempSync(join(tmpdir(), "aisha scripts "));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  cpSync(import.meta.dirname, join(place, "scripts"), { recursive: true });
  writeFileSync(join(place, ".env"), env);
  const [bin, notes] = [join(place, "bin"), join(place, "notes")];
  mkdirSync(bin);
  for (const name of ["npm", "docker", "curl"]) {
    const then = name === "curl" ? `exec ${curl} "$@"` : `exit "\${EXIT:-0}"`;
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\n{ pwd; printf '%s\\n' ${name} "$@"; } >>"${notes}"\n${then}\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  return {
    place,
    run: (script: string, words: string[] = [], settings: Record<string, string> = {}) =>
      run(join(place, "scripts", script), words, { PATH: `${bin}:${process.env.PATH}`, ...settings }),
    noted: () => readFileSync(notes, "utf8").trim().split("\n"),
    forget: () => rmSync(notes, { force: true }),
  };
}

async function run(script: string, words: string[], env: Record<string, string>) {
  const child = spawn("sh", [script, ...words], { cwd: "/", env: { HOME: "/", ...env } });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  return { code, out, err };
}

test("every script can be started, and does what its name in the guide says", () => {
  expect([...Object.keys(ASKS), "aisha.sh", "health_check.sh"].sort()).toEqual(SCRIPTS.sort());
  for (const name of SCRIPTS) accessSync(join(import.meta.dirname, name), constants.X_OK);
  for (const words of Object.values(ASKS)) {
    const [first, second = ""] = words.split(" ");
    const command = buildProgram().commands.find((one) => one.name() === first);
    expect([words, command?.name()]).toEqual([words, first]);
    if (second.startsWith("--")) expect(command?.options.map(({ long }) => long)).toContain(second);
    else if (second) expect(command?.commands.map((one) => one.name())).toContain(second);
  }
});

test("each script asks the command line from any directory, with its parameters and its exit code", async () => {
  const { place, run, noted, forget } = makePlace();
  for (const [script, words] of Object.entries(ASKS)) {
    const { code } = await run(script, ["--json", "two words"], { EXIT: "7" });
    expect([script, code]).toEqual([script, 7]);
    const asked = ["npm", "run", "--silent", "aisha", "--", ...words.split(" "), "--json", "two words"];
    expect(noted()).toEqual([place, ...asked]);
    forget();
  }
});

test("under Docker Compose the commands run inside, and backups where backups are kept", async () => {
  const { place, run, noted, forget } = makePlace("DOMAIN=a.example\nCOMPOSE_FILE=a.yml:b.yml\n");
  const asked = (service: string) =>
    `docker compose run --rm --no-deps -T ${service} node cli/index.ts`.split(" ");
  await run("aisha.sh", ["jobs", "list"]);
  expect(noted()).toEqual([place, ...asked("worker"), "jobs", "list"]);
  for (const words of [["backup", "list"], ["restore"]]) {
    forget();
    expect((await run("aisha.sh", words, { EXIT: "1" })).code).toBe(1);
    expect(noted()).toEqual([place, ...asked("backup"), ...words]);
  }
});

test("a script reaches the real command line", { timeout: 120_000 }, async () => {
  const { PATH = "", HOME = "/" } = process.env;
  const script = join(import.meta.dirname, "validate_config.sh");
  const { code, out } = await run(script, ["--json"], { PATH, HOME });
  const { ok, wrong } = JSON.parse(out) as { ok: boolean; wrong: string[] };
  expect([code, ok]).toEqual(wrong.length === 0 ? [0, true] : [1, false]);
});

/** An installation whose health is what the test says, and a Bot API that notes what it is sent. */
async function startOutside() {
  const health = { status: 200, body: '{"ok":true,"checks":{"postgres":{"ok":true}}}' };
  const sent: { path: string | undefined; body: URLSearchParams }[] = [];
  const refused = new Set<string>();
  const server = createServer(async (request: IncomingMessage, response) => {
    if (request.url === "/health") return response.writeHead(health.status).end(health.body);
    const body = new URLSearchParams(await text(request));
    sent.push({ path: request.url, body });
    response.writeHead(refused.has(body.get("chat_id") ?? "") ? 403 : 200).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, health, sent, refused };
}

test.skipIf(!curl)("health_check.sh says by its exit code and in words how an installation is", async () => {
  const { url, health } = await startOutside();
  const { run } = makePlace(`PUBLIC_URL="${url}/"  # where it is\n`);
  expect(await run("health_check.sh")).toEqual({ code: 0, out: `${url} is well\n`, err: "" });

  health.status = 503;
  health.body =
    '{"ok":false,"degraded":["storage"],"checkedAt":"2026-11-21T12:00:00Z","checks":{"postgres":{"ok":false,"detail":"no answer within 6 s"},' +
    '"queue":{"ok":false},"storage":{"ok":true,"degraded":true,"detail":"primary: 503"},"fal":{"ok":true,"detail":"not configured"}}}';
  const failing = await run("health_check.sh", [url]);
  expect(failing).toEqual({
    code: 1,
    out: "",
    err: `${url} fails:\npostgres: no answer within 6 s\nqueue\n`,
  });

  health.body = "not configured: the log names the settings";
  expect(await run("health_check.sh")).toMatchObject({
    code: 1,
    err: expect.stringContaining("503: not configured"),
  });
  Object.assign(health, { status: 200, body: "<html>parked</html>" });
  expect(await run("health_check.sh")).toMatchObject({
    code: 1,
    err: expect.stringContaining("something else"),
  });
  const away = await run("health_check.sh", ["http://127.0.0.1:1"]);
  expect(away).toMatchObject({ code: 2, err: expect.stringContaining("does not answer: curl") });
  expect(await run("health_check.sh", ["--shout"])).toMatchObject({ code: 64 });
});

test.skipIf(!curl)(
  "with --tell admins hear of a trouble once, again when it changes or lasts, and when it is over",
  async () => {
    const { url, health, sent, refused } = await startOutside();
    const { place, run, noted } = makePlace(
      `DOMAIN=bot.example.com\nTELEGRAM_API_ROOT=${url}\nTELEGRAM_ADMIN_IDS=11,22\n`,
    );
    mkdirSync(join(place, "secrets"));
    writeFileSync(join(place, "secrets/telegram_bot_token"), TOKEN);
    const said: string[] = [];
    const look = async (settings = {}) => {
      sent.length = 0;
      const { code, out, err } = await run("health_check.sh", ["--tell", url], settings);
      said.push(out, err);
      return { code, told: sent.map(({ body }) => [body.get("chat_id"), body.get("text")?.split("\n")[0]]) };
    };
    const postgres = '{"ok":false,"checks":{"postgres":{"ok":false,"detail":"away"}}}';
    const both = (words: string) => [
      ["11", words],
      ["22", words],
    ];

    expect(await look()).toEqual({ code: 0, told: [] });
    Object.assign(health, { status: 503, body: postgres });
    refused.add("11").add("22");
    expect(await look()).toEqual({ code: 1, told: both(`🚨 ${url} fails:`) });
    refused.delete("22");
    // Nobody heard it, so it is said again; one of two is enough.
    expect(await look()).toEqual({ code: 1, told: both(`🚨 ${url} fails:`) });
    expect(sent[0]?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(await look()).toEqual({ code: 1, told: [] });
    const told = join(place, ".local/health-told");
    utimesSync(told, new Date(), new Date(Date.now() - 7 * 3_600_000));
    expect(await look()).toEqual({ code: 1, told: both(`🚨 ${url} fails:`) });
    health.body = postgres.replace("postgres", "storage");
    expect((await look()).told).toHaveLength(2);
    Object.assign(health, { status: 200, body: '{"ok":true}' });
    expect(await look()).toEqual({ code: 0, told: both(`✅ ${url} is well`) });
    expect(existsSync(told)).toBe(false);

    // Neither a list of processes nor a log has seen the token.
    expect(noted()).toContain("--config");
    expect([...noted(), ...said].join("\n")).not.toContain("the-token");
    health.status = 500;
    expect(await look({ TELEGRAM_BOT_TOKEN: 'bad" token' })).toEqual({ code: 1, told: [] });
    expect(said.join("\n")).toContain("malformed");
  },
);
