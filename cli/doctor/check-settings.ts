import { checkConfig } from "../config.ts";
import { isSecret, knownSettings } from "../settings.ts";
import { type Finding, fail, ok, type Settings, warn } from "./finding.ts";

const SEE = "see docs/configuration.md";

/** Everything that can be said about the settings without asking anybody. `written`: names in files of settings. */
export function checkSettings(settings: Settings, written: readonly string[]): Finding[] {
  const { wrong, retired } = checkConfig(settings);
  const known = new Set(knownSettings());
  const on = (name: string) => ["true", "1", "yes"].includes(settings[name] ?? "");
  const production = (settings.ENVIRONMENT ?? "production") === "production";
  const fal = settings.FAL_API_KEY ?? settings.FAL_KEY;
  const findings = [
    ...wrong.map((line) => fail("settings", line, `set it; ${SEE}`)),
    ...retired.map((line) => warn("settings", line, "take it out")),
    ...written
      .filter((name) => !known.has(name.replace(/_FILE$/, "")))
      .map((name) => warn("settings", `${name} is no setting`, `is it misspelt? ${SEE}`)),
  ];
  if (production && on("FAL_TRAINING_TEST_MODE"))
    findings.push(
      fail(
        "settings",
        "FAL_TRAINING_TEST_MODE is on: anybody can claim that a training is done",
        "set it to false",
      ),
    );
  if (production && on("DEBUG"))
    findings.push(warn("settings", "DEBUG is on: the log is long and costs money", "set DEBUG=false"));
  if (!settings.PUBLIC_URL)
    findings.push(
      warn(
        "settings",
        "PUBLIC_URL is not set: no upload page, no default for the webhook",
        "set it to https://…",
      ),
    );
  if (!settings.TELEGRAM_ADMIN_IDS)
    findings.push(
      warn(
        "settings",
        "TELEGRAM_ADMIN_IDS is empty: nobody is told when something breaks",
        "name your Telegram id",
      ),
    );
  if (fal && !settings.FAL_WEBHOOK_URL)
    findings.push(
      warn(
        "settings",
        "FAL_WEBHOOK_URL is not set: FAL is asked once a minute instead of telling us",
        "set it to <PUBLIC_URL>/webhook/fal/status",
      ),
    );
  for (const name of ["POSTGRES_PASSWORD", "MINIO_SECRET_KEY", "TELEGRAM_WEBHOOK_SECRET"])
    if (
      production &&
      /^(minioadmin|rustfsadmin|postgres|password|strong_password|change.?me)/i.test(settings[name] ?? "")
    )
      findings.push(fail("settings", `${name} is one that everybody knows`, "invent another one"));
  if (findings.length === 0) findings.push(ok("settings", "complete"));
  return findings;
}

/** Takes every secret's value out of a text, whoever put it there. */
export function hideSecrets(text: string, settings: Settings): string {
  let hidden = text;
  for (const [name, value] of Object.entries(settings)) {
    if (!isSecret(name) || !value || value.length < 6) continue;
    hidden = hidden.replaceAll(value, "•••");
    if (name !== "DATABASE_URL" || !URL.canParse(value)) continue;
    const { password } = new URL(value);
    for (const form of new Set([password, decodeURIComponent(password)]))
      if (form.length > 2) hidden = hidden.replaceAll(form, "•••");
  }
  return hidden;
}
