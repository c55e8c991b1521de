import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownNames } from "../../local/settings.ts";
import { MINIO } from "../harness/minio.ts";
import { fillIn, readCompose } from "./compose.ts";

const PROJECT = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(PROJECT, file), "utf8");
const base = readCompose("docker-compose.yml");
const prod = readCompose("docker-compose.prod.yml");
/** These run, do their work and end. */
const ONCE = ["migrate", "storage", "secrets"];

test("every image is pinned, and what is built is a stage of the Dockerfile", () => {
  const stages = [...read("Dockerfile").matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
  for (const [name, { image = "", build }] of Object.entries(base.services)) {
    expect([name, fillIn(image, {})]).toEqual([name, expect.stringMatching(/:(?!latest)[\w.-]+$/)]);
    if (build) expect(stages).toContain(build.target);
  }
});

test("the MinIO of the image is the MinIO of the tests", () => {
  expect(read("Dockerfile")).toContain(`MINIO_VERSION=${MINIO.split("@")[1]}`);
});

test("every program that a service runs is there", () => {
  for (const { command = [] } of Object.values(base.services))
    for (const word of command)
      if (word.endsWith(".ts")) expect([word, existsSync(join(PROJECT, word))]).toEqual([word, true]);
});

test("nothing internal is reachable from outside, and in production not even from the host", () => {
  for (const [name, { ports = [] }] of Object.entries(base.services))
    if (name !== "caddy") for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  for (const [name, { ports = [] }] of Object.entries(base.services))
    if (name !== "caddy" && ports.length > 0) expect([name, prod.services[name]?.ports]).toEqual([name, []]);
});

test("in production everything that lasts restarts, has a limit of memory and rotates its logs", () => {
  for (const name of Object.keys({ ...base.services, ...prod.services })) {
    const service = prod.services[name];
    expect([name, service?.logging?.options["max-size"]]).toEqual([name, expect.stringMatching(/^\d+m$/)]);
    if (ONCE.includes(name)) continue;
    expect([name, service?.restart]).toEqual([name, "unless-stopped"]);
    expect([name, service?.deploy?.resources.limits.memory]).toEqual([name, expect.stringMatching(/^\d+M$/)]);
  }
});

test("in production secrets are files that the settings know, and each has one", () => {
  const listed = knownNames(read(".env.example"));
  for (const { environment = {}, secrets = [] } of Object.values(prod.services)) {
    for (const name of secrets) expect(Object.keys(prod.secrets ?? {})).toContain(name);
    for (const [name, path] of Object.entries(environment)) {
      if (!name.endsWith("_FILE")) continue;
      expect(secrets.map((secret) => `/run/secrets/${secret}`)).toContain(path);
      const setting = name.slice(0, -"_FILE".length);
      if (!/^(MINIO_ROOT|RUSTFS)_/.test(setting)) expect(listed).toContain(setting);
    }
  }
});

test("settings that the compose files read are listed in .env.example", () => {
  const names = [
    ...`${read("docker-compose.yml")}${read("docker-compose.prod.yml")}`.matchAll(/(?<!\$)\$\{(\w+)/g),
  ].map(([, name]) => name);
  const listed = knownNames(read(".env.example"));
  expect(names.filter((name) => !listed.includes(name ?? ""))).toEqual([]);
});

/** Compose itself, where it is installed; it needs no engine to read files. */
const compose = [["docker", "compose"], [process.env.DOCKER_COMPOSE ?? "docker-compose"]].find(
  ([program = "", ...words]) =>
    // The first version, in Python, knows nothing of `!reset`.
    /^Docker Compose version(?! v?1)/.test(
      spawnSync(program, [...words, "version"], { encoding: "utf8" }).stdout ?? "",
    ),
);

test.skipIf(!compose)("Docker Compose accepts both files together", () => {
  const place = mkdtempSync(join(tmpdir(), "compose-"));
  try {
    for (const file of ["docker-compose.yml", "docker-compose.prod.yml"])
      writeFileSync(join(place, file), read(file));
    writeFileSync(join(place, ".env"), "DOMAIN=bot.example.com\nFILES_DOMAIN=files.example.com\n");
    mkdirSync(join(place, "secrets"));
    const [program = "", ...words] = compose ?? [];
    const files = ["-f", "docker-compose.yml", "-f", "docker-compose.prod.yml"];
    const { status, stdout, stderr } = spawnSync(
      program,
      [...words, ...files, "config", "--format", "json"],
      { cwd: place, encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    const { services } = JSON.parse(stdout) as {
      services: Record<string, { ports?: unknown[]; environment?: Record<string, string> }>;
    };
    expect(
      Object.entries(services)
        .filter(([, { ports = [] }]) => ports.length > 0)
        .map(([name]) => name),
    ).toEqual(["caddy"]);
    expect(services.postgres?.environment).not.toHaveProperty("POSTGRES_PASSWORD");
    expect(services.worker?.environment).toMatchObject({ PUBLIC_URL: "https://bot.example.com" });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
