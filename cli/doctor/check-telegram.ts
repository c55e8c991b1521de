import { explain } from "../answer.ts";
import { ALLOWED_UPDATES, botOf, readSelf, readWebhook, webhookUrl } from "../telegram.ts";
import { type Finding, fail, ok, place, type Settings, warn } from "./finding.ts";
import { inTime } from "./in-time.ts";

/** A failed delivery longer ago than this is history. */
const FRESH_SECONDS = 3600;
/** More waiting updates than this mean that deliveries do not keep up. */
const MOST_PENDING = 100;

/** Whether the token is the bot's, and what Telegram says about its deliveries. */
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
