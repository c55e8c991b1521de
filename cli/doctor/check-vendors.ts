import { nameTrouble, Refused } from "../../ports/errors.ts";
import { openFal } from "../../ports/fal/index.ts";
import { openKeyring } from "../../ports/fal/keyring.ts";
import { explain } from "../answer.ts";
import { ALLOWED_UPDATES, botOf, readSelf, readWebhook, webhookUrl } from "../telegram.ts";
import { aboutSkew } from "./check-postgres.ts";
import { call, type Finding, fail, ok, place, type Settings, warn } from "./finding.ts";
import { findShutdown } from "./shutdowns.ts";

/** A failed delivery longer ago than this is history. */
const FRESH_SECONDS = 3600;
/** More waiting updates than this mean that deliveries do not keep up. */
const MOST_PENDING = 100;

export async function checkTelegram(settings: Settings, now: Date): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    const bot = botOf(settings);
    const { username } = await inTime(readSelf(bot));
    findings.push(
      username === settings.BOT_USERNAME
        ? ok("telegram", `the token is @${username}'s`)
        : fail(
            "telegram",
            `the token is @${username}'s, BOT_USERNAME says ${settings.BOT_USERNAME || "nothing"}`,
            `set BOT_USERNAME=${username}`,
          ),
    );
    findings.push(...aboutWebhook(await inTime(readWebhook(bot)), webhookUrl(settings), now));
  } catch (error) {
    findings.push(
      fail(
        "telegram",
        explain(error),
        "is TELEGRAM_BOT_TOKEN the one from @BotFather, and can api.telegram.org be reached?",
      ),
    );
  }
  return findings;
}

type WebhookInfo = Awaited<ReturnType<typeof readWebhook>>;

/** What Telegram says about its deliveries. Pure. */
export function aboutWebhook(info: WebhookInfo, wanted: string | undefined, now: Date): Finding[] {
  const check = "webhook";
  const set = "npm run aisha -- webhook set";
  if (!info.url) return [warn(check, "none is set: no updates arrive", set)];
  const findings = [];
  if (wanted && info.url !== wanted)
    findings.push(fail(check, `updates go to ${place(info.url)}, not to ${wanted}`, set));
  const kinds = info.allowed_updates ?? [];
  const missing = ALLOWED_UPDATES.filter((kind) => !(kinds as readonly string[]).includes(kind));
  if (missing.length > 0) findings.push(fail(check, `Telegram does not deliver ${missing.join(", ")}`, set));
  const ago = info.last_error_date ? now.getTime() / 1000 - info.last_error_date : Number.POSITIVE_INFINITY;
  if (ago < FRESH_SECONDS)
    findings.push(
      fail(
        check,
        `a delivery failed ${Math.round(ago)} s ago: ${info.last_error_message}`,
        "look at /health and the Worker's log; 401 means another secret: set the webhook again",
      ),
    );
  if (info.pending_update_count > MOST_PENDING)
    findings.push(
      warn(
        check,
        `${info.pending_update_count} updates are waiting`,
        "deliveries fail or are slow: see /health",
      ),
    );
  if (findings.length === 0)
    findings.push(
      ok(
        check,
        `${place(info.url)}, ${info.pending_update_count} waiting, ${info.max_connections} connections`,
      ),
    );
  return findings;
}

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

/** FAL is asked about what cannot exist: that proves the key and costs nothing. */
export async function checkFal(settings: Settings): Promise<Finding[]> {
  const key = settings.FAL_API_KEY || settings.FAL_KEY;
  if (!key) return [warn("fal", "no key: no avatars, no pictures", "set FAL_API_KEY if you want them")];
  const jwksUrl = settings.FAL_JWKS_URL || "https://rest.fal.ai/.well-known/jwks.json";
  const fal = openFal({
    key,
    queueUrl: settings.FAL_QUEUE_URL || "https://queue.fal.run",
    restUrl: settings.FAL_REST_URL || "https://rest.fal.ai",
    jwksUrl,
  });
  const findings: Finding[] = [];
  try {
    await inTime(fal.check());
    findings.push(ok("fal", "takes the key"));
  } catch (error) {
    findings.push(
      fail(
        "fal",
        nameTrouble(error),
        error instanceof Refused && error.reason === "fal-balance"
          ? "top the balance up at fal.ai"
          : "is FAL_API_KEY right, and can queue.fal.run be reached?",
      ),
    );
  }
  try {
    const keys = await inTime(openKeyring(jwksUrl).keys(new Date(), false));
    findings.push(
      keys.length > 0
        ? ok("fal signatures", `${keys.length} public keys at ${place(jwksUrl)}`)
        : fail("fal signatures", `no Ed25519 key at ${place(jwksUrl)}`, "is FAL_JWKS_URL right?"),
    );
  } catch (error) {
    findings.push(
      fail(
        "fal signatures",
        nameTrouble(error),
        "without FAL's keys its webhooks are not believed: is FAL_JWKS_URL right?",
      ),
    );
  }
  return findings;
}

/** The Worker as the internet sees it. */
export async function checkWorker(settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (settings.PUBLIC_URL) {
    const base = settings.PUBLIC_URL.replace(/\/$/, "");
    try {
      const live = await call(`${base}/health/live`);
      await live.body?.cancel();
      findings.push(
        live.ok
          ? ok("worker", `${place(base)} is alive`)
          : fail(
              "worker",
              `${place(base)} answers ${live.status}`,
              "5xx: its settings are not fit, its log names them; 404: not deployed yet",
            ),
      );
    } catch (error) {
      findings.push(
        warn(
          "worker",
          `${place(base)}: ${explain(error)}`,
          "not deployed yet? Otherwise look at DNS, certificate and firewall",
        ),
      );
    }
  }
  if (settings.FAL_WEBHOOK_URL) {
    try {
      const answer = await call(settings.FAL_WEBHOOK_URL, { method: "HEAD" });
      findings.push(
        answer.ok
          ? ok("fal webhook", `${place(settings.FAL_WEBHOOK_URL)} is ready`)
          : warn(
              "fal webhook",
              `answers ${answer.status}`,
              "FAL_WEBHOOK_URL must end in /webhook/fal/status of this Worker",
            ),
      );
    } catch (error) {
      findings.push(
        warn(
          "fal webhook",
          explain(error),
          "not deployed yet? FAL cannot reach it; trainings are asked about once a minute",
        ),
      );
    }
  }
  return findings;
}

/** The clock that an answer shows, against ours. */
function skewOf(check: string, answer: Response, now: Date): Finding[] {
  const date = Date.parse(answer.headers.get("date") ?? "");
  return Number.isNaN(date) ? [] : [aboutSkew(check, Math.round((date - now.getTime()) / 1000))];
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error("no answer within 10 s")), 10_000).unref(),
  );
  return Promise.race([asked, late]);
}
