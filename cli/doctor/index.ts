import type { Answer } from "../answer.ts";
import { explain } from "../answer.ts";
import { checkFal } from "./check-fal.ts";
import { checkOpenAI } from "./check-openai.ts";
import { checkPostgres } from "./check-postgres.ts";
import { checkSettings, hideSecrets } from "./check-settings.ts";
import { checkStorage } from "./check-storage.ts";
import { checkTelegram } from "./check-telegram.ts";
import { checkWorker } from "./check-worker.ts";
import { type Finding, fail, type Settings } from "./finding.ts";

/** What can be looked at by itself: `aisha doctor --only storage`. */
export const PARTS = ["settings", "postgres", "storage", "telegram", "openai", "fal", "worker"] as const;
export type Part = (typeof PARTS)[number];

/**
 * Looks at everything side by side; what is down does not keep the rest from being looked at. `written`: names that
 * stand in files of settings. No finding holds the value of a secret.
 */
export async function examine(
  settings: Settings,
  {
    only = PARTS,
    written = [],
    now = new Date(),
  }: { only?: readonly Part[]; written?: readonly string[]; now?: Date } = {},
): Promise<Finding[]> {
  const checks: Record<Part, () => Promise<Finding[]> | Finding[]> = {
    settings: () => checkSettings(settings, written),
    postgres: () => checkPostgres(settings),
    storage: () => checkStorage(settings),
    telegram: () => checkTelegram(settings, now),
    openai: () => checkOpenAI(settings, now),
    fal: () => checkFal(settings),
    worker: () => checkWorker(settings),
  };
  const found = await Promise.all(
    only.map(async (part) => {
      try {
        return await checks[part]();
      } catch (error) {
        return [fail(part, explain(error), "this check itself failed: look at the settings it reads")];
      }
    }),
  );
  return found.flat().map(({ what, fix, ...rest }) => ({
    ...rest,
    what: hideSecrets(what, settings),
    ...(fix && { fix: hideSecrets(fix, settings) }),
  }));
}

/** The findings as lines, and whether nothing failed. */
export function report(findings: readonly Finding[]): Answer {
  const lines = findings.map(
    ({ check, state, what, fix }) => `${state.padEnd(4)}  ${check}: ${what}${fix ? `\n      → ${fix}` : ""}`,
  );
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  const ok = count("fail") === 0;
  lines.push(`${count("ok")} ok, ${count("warn")} to look at, ${count("fail")} failed`);
  return { text: lines.join("\n"), data: { ok, findings }, ok };
}
