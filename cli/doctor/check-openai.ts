import { explain } from "../answer.ts";
import { aboutSkew } from "./check-postgres.ts";
import { call, type Finding, fail, ok, place, type Settings, warn } from "./finding.ts";
import { findShutdown } from "./shutdowns.ts";

/** The key, the models that are named, and when the vendor ends them. */
export async function checkOpenAI(settings: Settings, now: Date): Promise<Finding[]> {
  const base = (settings.OPENAI_BASE_URL || "https://api.openai.com/v1").replace(/\/$/, "");
  const models = {
    OPENAI_TRANSCRIBE_MODEL: settings.OPENAI_TRANSCRIBE_MODEL || "gpt-transcribe",
    OPENAI_MODEL: settings.OPENAI_MODEL,
    OPENAI_SUBTITLE_MODEL: settings.OPENAI_SUBTITLE_MODEL,
    OPENAI_SPEAKER_MODEL: settings.OPENAI_SPEAKER_MODEL,
  };
  const findings: Finding[] = [];
  const isOpenAI = new URL(base).hostname.endsWith("openai.com");
  for (const [name, model] of Object.entries(models)) {
    if (!model || !isOpenAI) continue;
    const end = findShutdown(model);
    if (!end) continue;
    const days = Math.floor((Date.parse(end.date) - now.getTime()) / 86_400_000);
    const fix = `set ${name}=${end.instead}`;
    if (days < 0) findings.push(fail(name, `${model} was shut down on ${end.date}`, fix));
    else
      findings.push(
        warn(name, `${model} will be shut down on ${end.date}, in ${days} days`, `${fix} before that`),
      );
  }
  if (!models.OPENAI_MODEL)
    findings.push(
      warn(
        "OPENAI_MODEL",
        "not set: no summaries, and nobody looks at photos",
        "name a model that writes, such as gpt-6-luna",
      ),
    );
  try {
    const answer = await call(`${base}/models`, {
      headers: { authorization: `Bearer ${settings.OPENAI_API_KEY ?? ""}` },
    });
    const text = await answer.text();
    if (answer.status === 401 || answer.status === 403)
      return [
        ...findings,
        fail(
          "openai",
          `${place(base)} refuses the key (${answer.status})`,
          "make a new OPENAI_API_KEY; 403 may mean an unsupported country",
        ),
      ];
    if (answer.status === 404 || answer.status === 405)
      return [...findings, ok("openai", `${place(base)} answers, and lists no models`)];
    if (!answer.ok)
      return [...findings, fail("openai", `${place(base)} answers ${answer.status}`, "try again in a while")];
    const listed = new Set((JSON.parse(text) as { data?: { id: string }[] }).data?.map(({ id }) => id));
    const absent = Object.entries(models).filter(
      ([, id]) => id && !id.startsWith("fal-ai/") && !listed.has(id),
    );
    findings.push(ok("openai", `${place(base)} takes the key and lists ${listed.size} models`));
    for (const [name, id] of absent)
      findings.push(
        warn(
          name,
          `${id} is not among the models of this key`,
          "is it misspelt, or does the project lack access?",
        ),
      );
    findings.push(...skewOf("openai", answer, now));
  } catch (error) {
    findings.push(
      fail("openai", `${place(base)}: ${explain(error)}`, "is OPENAI_BASE_URL right, and can it be reached?"),
    );
  }
  return findings;
}

/** The clock that an answer shows, against ours. */
function skewOf(check: string, answer: Response, now: Date): Finding[] {
  const date = Date.parse(answer.headers.get("date") ?? "");
  return Number.isNaN(date) ? [] : [aboutSkew(check, Math.round((date - now.getTime()) / 1000))];
}
