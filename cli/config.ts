import { BadEnvironment, readEnv } from "../ports/env.ts";
import { retiredSettings } from "../ports/fal/trainers.ts";

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
    readEnv({ ...settings, ...BINDINGS });
    return { wrong: [], retired };
  } catch (error) {
    if (error instanceof BadEnvironment) return { wrong: error.problems, retired };
    throw error;
  }
}
