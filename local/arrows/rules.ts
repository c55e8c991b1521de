import { posix } from "node:path";
import { type Import, type Outline, outline } from "./outline.ts";

/** Which rooms a room may import from, besides itself. Rooms that are not listed (tests, local, cli, bench) are free. */
const ARROWS: Record<string, readonly string[]> = {
  worker: ["views", "domain", "schema", "ports"],
  queues: ["views", "domain", "schema", "ports"],
  views: ["domain", "schema", "ports"],
  domain: ["schema", "ports"],
  schema: [],
  ports: [],
  simulators: [],
  miniapp: ["worker"],
};

/** Single files that may do more than their room. */
const ALSO: Record<string, readonly string[]> = {
  "worker/index.ts": ["queues"],
  "ports/postgres.ts": ["schema"],
};

/** The rooms that run in the Worker. */
const RUNTIME = new Set(["worker", "queues", "views", "domain", "schema", "ports"]);

/** The domain knows no Telegram, no HTTP and no vendor. */
const VENDORS = /^(grammy|@grammyjs\/|hono|openai|@fal-ai\/|aws4fetch|@neondatabase\/)/;

/** The one place that builds the clients and holds the raw environment. */
const DOOR = "worker/index.ts";

/** Sent to browsers as source text, and run there. */
const FOR_BROWSERS = new Set(["worker/upload/uploader.ts"]);

export interface Source {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
}

/** Tests beside the code, and what only they use. */
const isForTests = (path: string): boolean => /\.test\.ts$|\/testing\//.test(path);

/** What is wrong with these sources by the rules of the house, as `path:line what`. Tests are free. */
export function findViolations(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => roomOf(path) in ARROWS && !isForTests(path))
    .flatMap(({ path, text }) => {
      const { imports, deeds } = outline(path, text);
      const wrong = [...imports.flatMap((one) => aboutImport(path, one)), ...aboutDeeds(path, deeds)];
      return wrong.map(({ line, what }) => `${path}:${line} ${what}`);
    });
}

interface Wrong {
  line: number;
  what: string;
}

function aboutImport(path: string, { from, typeOnly, names, line }: Import): Wrong[] {
  const room = roomOf(path);
  const wrong = (what: string): Wrong[] => [{ line, what }];
  if (from.startsWith(".")) {
    const target = posix.join(posix.dirname(path), from);
    const to = roomOf(target);
    const allowed = [room, ...(ARROWS[room] ?? []), ...(ALSO[path] ?? [])];
    if (!allowed.includes(to)) return wrong(`${room} may not import from ${to || "the root"} (${from})`);
    if (isForTests(target)) return wrong(`only tests may import ${from}`);
    if (room === "miniapp" && to === "worker" && (!typeOnly || !target.startsWith("worker/api/")))
      return wrong(`miniapp may import only types of worker/api (${from})`);
    if (target === "ports/index.ts" && !typeOnly && room !== "ports" && path !== DOOR)
      return wrong(`only ${DOOR} opens the ports (${names.join(", ")})`);
    return [];
  }
  if (room === "domain" && VENDORS.test(from)) return wrong(`domain may not know ${from}`);
  if (from.startsWith("drizzle-orm") && !typeOnly && !mayAsk(path) && room !== "schema")
    return wrong(`queries belong to domain (${from})`);
  if (RUNTIME.has(room) && from === "cloudflare:workers" && names.includes("env"))
    return wrong("only ports/env.ts reads the raw environment");
  return [];
}

function aboutDeeds(path: string, deeds: Outline["deeds"]): Wrong[] {
  const room = roomOf(path);
  const free = {
    fetch: !RUNTIME.has(room) || room === "ports" || FOR_BROWSERS.has(path),
    query: !RUNTIME.has(room) || mayAsk(path),
    environment: !RUNTIME.has(room) || path === "ports/env.ts",
  };
  const said = {
    fetch: "only ports may call fetch",
    query: "queries belong to domain",
    environment: "only ports/env.ts reads the raw environment",
  };
  return deeds.filter(({ kind }) => !free[kind]).map(({ kind, line }) => ({ line, what: said[kind] }));
}

const mayAsk = (path: string): boolean =>
  ["domain", "simulators", "miniapp"].includes(roomOf(path)) || path === "ports/postgres.ts";

const roomOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : "");
