import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../local/free-port.ts";
import { type Guarded, runGuarded } from "../../local/guarded.ts";
import { startPostgres } from "../../local/postgres.ts";
import { startFal } from "../../simulators/fal/index.ts";
import { startOpenAI } from "../../simulators/openai/index.ts";
import { startTelegram, type TelegramSimulator } from "../../simulators/telegram/index.ts";
import { buildMinio, startMinio } from "../harness/minio.ts";
import { runAisha } from "../harness/operator.ts";
import { eventually, fixture } from "../harness/stack.ts";
import { environmentOf, readCompose } from "./compose.ts";

const PROJECT = join(import.meta.dirname, "../..");
const compose = readCompose("docker-compose.yml");
const prod = readCompose("docker-compose.prod.yml");
const minio = buildMinio();
if ("missing" in minio) console.log(`\n*** SELF-HOSTING IS NOT TRIED WITH MINIO: ${minio.missing}\n`);

/** What an operator writes into .env; the password holds what would break a URL. */
const SECRETS = {
  TELEGRAM_WEBHOOK_SECRET: "the-secret-of-the-webhook",
  POSTGRES_PASSWORD: "p@ss/w:rd #1",
  MINIO_ACCESS_KEY: "store-user",
  MINIO_SECRET_KEY: randomBytes(12).toString("hex"),
  OPENAI_API_KEY: "sk-of-the-simulator",
};

const home = mkdtempSync(join(tmpdir(), "aisha selfhost "));
const closers: (() => unknown)[] = [];
const at: Record<string, string> = {};
let telegram: TelegramSimulator;
let env: Record<string, string>;
let worker: Guarded;

/** Names of services become addresses on this machine. */
const here = (text: string) =>
  text.replace(/\b(postgres|proxy|minio):\d+/g, (whole, name: string) => at[name] ?? whole);

/** A service's settings as its container would have them: .env, the files' own, and secrets as files. */
function settingsOf(name: string): Record<string, string> {
  const filled = [compose, prod].map(({ services }) => environmentOf(services[name] ?? {}, env));
  const settings = Object.fromEntries(
    Object.entries(Object.assign({}, ...filled) as Record<string, string>).map(([key, value]) => [
      key,
      here(value)
        .replace("/run/secrets", join(home, "secrets"))
        .replace(/^\/backups$/, join(home, "backups")),
    ]),
  );
  const [host = "", port = ""] = (at.postgres ?? "").split(":");
  const { PORT: _, ...open } = Object.fromEntries(Object.entries(env).filter(([key]) => !(key in SECRETS)));
  return {
    ...open,
    ...settings,
    ...(settings.POSTGRES_HOST && { POSTGRES_HOST: host, POSTGRES_PORT: port }),
  };
}

const run = (name: string) => {
  const [, script = "", ...words] = compose.services[name]?.command ?? [];
  expect(script).toBe("cli/index.ts");
  return runAisha(settingsOf(name), ...words);
};

async function start(name: string, settings: Record<string, string>, ready: RegExp): Promise<Guarded> {
  const [, script = "", ...words] = compose.services[name]?.command ?? [];
  const process_ = runGuarded("SIGTERM", process.execPath, [join(PROJECT, script), ...words], {
    env: { ...process.env, ...settingsOf(name), ...settings },
  });
  let said = "";
  for (const stream of [process_.process.stdout, process_.process.stderr])
    stream?.on("data", (text) => {
      said += text;
      if (process.env.SHOW_LOG) console.error(String(text));
    });
  await eventually(`${name} is up: ${said}`, () => ready.test(said), 60_000);
  return process_;
}

/** Postgres and MinIO with nothing in them, as new volumes would be. */
async function startEmpty(name: string): Promise<void> {
  if ("missing" in minio) return;
  // Postgres makes its own password here, so its file says that one.
  const postgres = await startPostgres({ directory: join(home, name, "postgres") });
  closers.push(() => postgres.close());
  at.postgres = `127.0.0.1:${postgres.port}`;
  writeFileSync(join(home, "secrets/postgres_password"), decodeURIComponent(new URL(postgres.url).password));
  const keys = { accessKeyId: SECRETS.MINIO_ACCESS_KEY, secretAccessKey: SECRETS.MINIO_SECRET_KEY };
  const store = await startMinio(minio.path, join(home, name, "minio"), keys);
  closers.push(() => store.close());
  at.minio = store.address;
}

const startWorker = (port: string) =>
  start("worker", { HOST: "127.0.0.1", PORT: port, STATE_DIR: join(home, "state") }, /"serving"/);

beforeAll(async () => {
  if ("missing" in minio) return;
  const openai = await startOpenAI({ apiKey: SECRETS.OPENAI_API_KEY });
  const fal = await startFal();
  telegram = await startTelegram();
  closers.push(
    () => openai.close(),
    () => fal.close(),
    () => telegram.close(),
  );
  env = {
    ...SECRETS,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    BOT_USERNAME: "aisha_local_bot",
    OPENAI_BASE_URL: openai.url,
    FAL_API_KEY: "fal-key",
    FAL_QUEUE_URL: fal.queueUrl,
    FAL_REST_URL: fal.restUrl,
    FAL_JWKS_URL: fal.jwksUrl,
  };
  const written = await runAisha(
    { ...env, BACKUP_KEY: "" },
    "secrets",
    "files",
    "--to",
    join(home, "secrets"),
  );
  expect(written.code).toBe(0);

  await startEmpty("first");

  const proxyPort = String(await freePort());
  const proxy = await start("proxy", { HOST: "127.0.0.1", PORT: proxyPort }, /neon-proxy http/);
  closers.push(() => proxy.stop());
  at.proxy = `127.0.0.1:${proxyPort}`;
}, 300_000);

afterAll(async () => {
  for (const close of closers.reverse()) await close();
  rmSync(home, { recursive: true, force: true });
});

test.skipIf("missing" in minio)(
  "the compose files' own commands and values bring up a bot that turns a voice message into text",
  { timeout: 180_000 },
  async () => {
    const order = Object.entries(compose.services.worker?.depends_on ?? {}).map(([name, { condition }]) => [
      name,
      condition,
    ]);
    expect(order).toEqual([
      ["proxy", "service_healthy"],
      ["migrate", "service_completed_successfully"],
      ["storage", "service_completed_successfully"],
    ]);
    const migrated = await run("migrate");
    expect([migrated.code, migrated.err]).toEqual([0, ""]);
    const storage = await run("storage");
    expect(storage.out).toContain("aisha-v2-transcripts bucket: made");
    expect(storage.out).toContain("aisha-v2-avatars lifecycle: set");
    expect(storage.code).toBe(0);

    const port = String(await freePort());
    worker = await startWorker(port);
    closers.push(() => worker.stop());
    const url = `http://127.0.0.1:${port}`;
    const health = (await (await fetch(`${url}/health`)).json()) as {
      checks: Record<string, { ok: boolean; detail?: string }>;
    };
    for (const part of ["postgres", "storage", "speech", "fal"])
      expect([part, health.checks[part]?.ok]).toEqual([part, true]);
    expect(health.checks.telegram).toEqual({ ok: false, detail: "no webhook is set" });

    const set = await runAisha(settingsOf("worker"), "webhook", "set", "--url", `${url}/webhook/telegram`);
    expect([set.code, set.err]).toEqual([0, ""]);
    const user = telegram.addUser({ language_code: "en" });
    await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
    await telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);

    // Replaced as an update would: the next one finds everything where it was.
    await worker.stop();
    worker = await startWorker(port);
    const before = telegram.calls().length;
    await telegram.sendText(user, "/start");
    await eventually("an answer", () => telegram.calls().length > before);

    const doctor = await runAisha(
      {
        ...settingsOf("worker"),
        PUBLIC_URL: url,
        FAL_WEBHOOK_URL: `${url}/webhook/fal/status`,
        MINIO_PUBLIC_URL: `http://${at.minio}`,
        TELEGRAM_ADMIN_IDS: "1",
      },
      "doctor",
      "--json",
    );
    const { findings } = JSON.parse(doctor.out) as {
      findings: { state: string; check: string; what: string }[];
    };
    expect(findings.filter(({ state }) => state === "fail")).toEqual([]);

    // As docs/backups.md says: the backup service makes it, and brings it into new volumes after what it depends on ran.
    const backup = await runAisha(settingsOf("backup"), "backup", "--json");
    const made = JSON.parse(backup.out) as { name: string; objects: number };
    expect([made, backup.code]).toMatchObject([{ vanished: 0, locked: false }, 0]);
    expect(made.objects).toBeGreaterThan(0);
    await worker.stop();
    await startEmpty("second");
    expect(Object.keys(prod.services.backup?.depends_on ?? {})).toEqual(["migrate", "storage"]);
    for (const name of ["migrate", "storage"]) expect([name, (await run(name)).code]).toEqual([name, 0]);
    const restored = await runAisha(settingsOf("backup"), "restore", "--json");
    expect([restored.err, JSON.parse(restored.out)]).toMatchObject([
      "",
      { name: made.name, objects: made.objects },
    ]);
  },
);
