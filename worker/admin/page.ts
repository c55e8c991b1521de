import { audit, dropDead, listRecentAudit, readDay, retryJob } from "../../domain/admin/index.ts";
import { findJob, listJobs, owe, withId } from "../../domain/jobs/index.ts";
import { findUser, guessLocale } from "../../domain/users/index.ts";
import { listAlerts, noteLogin, readCharts, readVendors } from "../../domain/watch/index.ts";
import { brokeUnique, commit } from "../../ports/postgres.ts";
import { readLogin } from "../../ports/telegram/login.ts";
import { adminPage, loginPage } from "../../views/admin-page.ts";
import { translator } from "../../views/translate.ts";
import type { Visit } from "../visit.ts";
import { readBody } from "../webhooks/body.ts";
import { sameSecret } from "../webhooks/same-secret.ts";
import { endSession, packSession, readSession, type Session } from "./session.ts";
import { STYLE } from "./style.ts";

const SAFE = {
  // No script runs here, whatever a name or an error message holds.
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
  "cache-control": "no-store",
};
const BODY_BYTES = 10_000;
const DEAD_SHOWN = 50;
const AUDIT_SHOWN = 20;

const html = (status: number, body: string, headers: Record<string, string> = {}) =>
  new Response(body, {
    status,
    headers: { ...SAFE, "content-type": "text/html; charset=utf-8", ...headers },
  });
const goTo = (path: string, headers: Record<string, string> = {}) =>
  new Response(null, { status: 303, headers: { ...SAFE, location: path, ...headers } });

/** The admin whose session this is. Who was taken off the list is nobody from then on. */
async function whoIs(request: Request, { ports: { env, clock } }: Visit): Promise<Session | null> {
  const session = await readSession(env.TELEGRAM_WEBHOOK_SECRET, request.headers, clock.now());
  return session && env.TELEGRAM_ADMIN_IDS.includes(session.telegramId) ? session : null;
}

const askToLogIn = (
  request: Request,
  { ports: { env } }: Visit,
  trouble?: "expired" | "stranger",
): Response => {
  const [language] = (request.headers.get("accept-language") ?? "ru").split(/[,;]/);
  const locale = guessLocale(language);
  return html(trouble ? 403 : 200, loginPage({ bot: env.BOT_USERNAME, trouble, locale }, translator(locale)));
};

/** `GET /admin`: figures, charts, alarms and failed jobs for who is logged in; for everybody else how to log in. */
export async function showAdmin(request: Request, visit: Visit): Promise<Response> {
  const session = await whoIs(request, visit);
  if (!session) return askToLogIn(request, visit);
  const { db, clock } = visit.ports;
  const now = clock.now();
  const [user, day, alerts, dead, charts, vendors, acts] = await Promise.all([
    findUser(db, session.telegramId),
    readDay(db, now),
    listAlerts(db),
    listJobs(db, "dead", DEAD_SHOWN),
    readCharts(db, now),
    readVendors(db, now),
    listRecentAudit(db, AUDIT_SHOWN),
  ]);
  const locale = user?.locale ?? "ru";
  const { formToken } = session;
  const page = {
    day,
    alerts: alerts.filter(({ resolvedAt }) => !resolvedAt),
    dead,
    charts,
    vendors,
    acts,
    formToken,
    now,
    locale,
  };
  return html(200, adminPage(page, translator(locale)));
}

/** `GET /admin/login`: where Telegram's login button leads. Each login opens the door once. */
export async function logIn(request: Request, visit: Visit): Promise<Response> {
  const { env, db, clock, log } = visit.ports;
  const now = clock.now();
  const { searchParams } = new URL(request.url);
  // The person refused to say who they are, or Telegram may not tell this domain.
  if (!searchParams.has("hash")) return goTo("/admin");
  const login = await readLogin(searchParams, env.TELEGRAM_BOT_TOKEN, now);
  if (!login) return askToLogIn(request, visit, "expired");
  const { telegramId } = login;
  if (!env.TELEGRAM_ADMIN_IDS.includes(telegramId)) return askToLogIn(request, visit, "stranger");
  try {
    await commit(db, [
      noteLogin(db, login, now),
      audit(db, telegramId, "login", String(telegramId), {}, now),
    ]);
  } catch (error) {
    if (brokeUnique(error, "operator_logins_pkey")) return askToLogIn(request, visit, "expired");
    throw error;
  }
  log.info("admin.login", { admin: telegramId });
  return goTo("/admin", { "set-cookie": await packSession(env.TELEGRAM_WEBHOOK_SECRET, telegramId, now) });
}

/** `POST /admin/jobs`: retries or drops a failed job, and writes down who did it. */
export async function actOnJob(request: Request, visit: Visit): Promise<Response> {
  const form = await readForm(request, visit);
  if (form instanceof Response) return form;
  const { db, clock, jobs } = visit.ports;
  const { session, fields } = form;
  const now = clock.now();
  const job = await findJob(db, fields.get("job") ?? "");
  const act = fields.get("act");
  // Somebody else was quicker, or the page is old: it is shown anew, without the job.
  if (job?.state !== "dead" || (act !== "retry" && act !== "drop")) return goTo("/admin");
  const wish = `page-${job.endedAt?.getTime()}`;
  const { changes, jobs: owed = [] } =
    act === "retry"
      ? retryJob(db, job, session.telegramId, wish, now)
      : dropDead(db, job, session.telegramId, now);
  const born = owed.map((one) => ({ ...withId(one, now), when: one.when }));
  await commit(db, [...changes, ...born.map(({ when, ...one }) => owe(db, one, now, when ? { when } : {}))]);
  visit.later(jobs.wake(act === "retry" ? [...born, job] : []));
  return goTo("/admin#jobs");
}

export async function logOut(request: Request, visit: Visit): Promise<Response> {
  const form = await readForm(request, visit);
  return form instanceof Response ? form : goTo("/admin", { "set-cookie": endSession() });
}

/** A form of a page of ours, sent by its reader: by session, by where it came from, and by the word that only the page knows. */
async function readForm(
  request: Request,
  visit: Visit,
): Promise<{ session: Session; fields: URLSearchParams } | Response> {
  const session = await whoIs(request, visit);
  if (!session) return askToLogIn(request, visit, "expired");
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin")
    return new Response("forbidden", { status: 403, headers: SAFE });
  const body = await readBody(request, BODY_BYTES);
  const fields = new URLSearchParams(new TextDecoder().decode(body ?? new Uint8Array()));
  if (!sameSecret(fields.get("token") ?? "", session.formToken))
    return new Response("forbidden", { status: 403, headers: SAFE });
  return { session, fields };
}

export const sendAdminStyle = (): Response =>
  new Response(STYLE, {
    headers: { ...SAFE, "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" },
  });
