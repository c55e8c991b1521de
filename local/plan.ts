import type { Settings } from "./settings.ts";

/** The parts of the product that can stand on this machine instead of elsewhere. */
export type Part = "postgres" | "storage" | "telegram" | "openai" | "fal";

/** Any of these names makes the part a real one. */
const NAMES: Record<Part, readonly string[]> = {
  postgres: ["DATABASE_URL", "DATABASE_HTTP_ENDPOINT", "DATABASE_WS_PROXY"],
  storage: [
    ...["R2_ENDPOINT", "R2_ACCOUNT_ID", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY"],
    ...["MINIO_ENDPOINT", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"],
  ],
  telegram: ["TELEGRAM_BOT_TOKEN", "TELEGRAM_API_ROOT"],
  openai: ["OPENAI_API_KEY", "OPENAI_BASE_URL"],
  fal: ["FAL_API_KEY", "FAL_KEY", "FAL_QUEUE_URL", "FAL_REST_URL", "FAL_JWKS_URL"],
};

/** Of each line one name must be set when the part is a real one; without it nothing can work. */
const NEEDED: Record<Part, readonly (readonly string[])[]> = {
  postgres: [["DATABASE_URL"]],
  storage: [["R2_ENDPOINT", "R2_ACCOUNT_ID", "MINIO_ENDPOINT"]],
  telegram: [["TELEGRAM_BOT_TOKEN"]],
  openai: [],
  fal: [["FAL_API_KEY", "FAL_KEY"]],
};

export interface Plan {
  /** What has to be put up on this machine. */
  simulated: ReadonlySet<Part>;
  /** A plain Postgres was named: Neon's fronts have to be put before it. */
  needsProxy: boolean;
  /** Why it cannot work, for people; empty when it can. */
  problems: readonly string[];
}

/** Decides what is simulated: exactly what the settings do not name. */
export function planStack(settings: Settings): Plan {
  const parts = Object.keys(NAMES) as Part[];
  const named = (part: Part) => NAMES[part].filter((name) => settings[name]);
  const real = parts.filter((part) => named(part).length > 0);
  const problems = real.flatMap((part) =>
    NEEDED[part]
      .filter((choices) => !choices.some((name) => settings[name]))
      .map(
        (choices) =>
          `${named(part).join(", ")} is set, but not ${choices.join(" or ")}: set it too, or neither to have ${part} simulated`,
      ),
  );
  return {
    simulated: new Set(parts.filter((part) => !real.includes(part))),
    needsProxy: !settings.DATABASE_HTTP_ENDPOINT && !isNeon(settings.DATABASE_URL),
    problems,
  };
}

/** Neon's own hosts speak HTTP by themselves. */
function isNeon(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && /\.neon\.(tech|build)$/.test(new URL(url).hostname);
}

/** The worker's port: PORT, or wrangler's usual one. Throws when PORT is no port. */
export function chosenPort(settings: Settings): number {
  const port = Number(settings.PORT ?? 8787);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT must be a number from 1 to 65535, not "${settings.PORT}"`);
}
