import { BadEnvironment, readEnv } from "../ports/env.ts";
import { retiredSettings } from "../ports/fal/trainers.ts";
import { databaseUrl } from "./database.ts";

/** What the platform binds and no file can name. */
const BINDINGS = Object.fromEntries(
  ["TRANSCRIPTION", "NOTICES", "AVATARS", "IMAGES"].map((name) => [name, { send: () => Promise.resolve() }]),
);

/** What is wrong with the settings, and which of them have no meaning any more. */
export function checkConfig(settings: Record<string, string | undefined>): {
  wrong: readonly string[];
  retired: readonly string[];
} {
  const retired = retiredSettings(settings);
  try {
    readEnv({ ...settings, ...BINDINGS, DATABASE_URL: settings.DATABASE_URL || joined(settings) });
    return { wrong: [], retired };
  } catch (error) {
    if (error instanceof BadEnvironment) return { wrong: error.problems, retired };
    throw error;
  }
}

/** A self-hosted Worker takes the parts, too; empty when they are not there. */
function joined(settings: Record<string, string | undefined>): string {
  try {
    return databaseUrl(settings);
  } catch {
    return "";
  }
}
