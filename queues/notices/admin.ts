import {
  countReaders,
  findNews,
  findPerson,
  readCard,
  readCosts,
  readDay,
} from "../../domain/admin/index.ts";
import { listPromos } from "../../domain/billing/index.ts";
import { listJobs } from "../../domain/jobs/index.ts";
import { JOB_STATES } from "../../schema/jobs.ts";
import * as admin from "../../views/admin.ts";
import { staleTap } from "../../views/menu.ts";
import type { Screen } from "./screens.ts";
import { loginAddress } from "./watch.ts";

/** Shown to admins only, whoever owes the job: an id may have been taken off the list meanwhile. */
const forAdmins =
  (screen: Screen): Screen =>
  (t, context) =>
    context.ports.env.TELEGRAM_ADMIN_IDS.includes(context.user.telegramId) ? screen(t, context) : staleTap(t);

/** As far back as costs are shown. */
const MOST_DAYS = 90;

const screens: Record<string, Screen> = {
  admin: (t, { ports: { env } }) => admin.adminHelp(loginAddress(env.PUBLIC_URL), t),
  "admin-nobody": (t, { about = "" }) => admin.adminNobody(about, t),
  "admin-usage": (t, { about = "" }) => admin.adminUsage(about, t),
  "admin-refused": (t, { about = "" }) => admin.adminRefused(about, t),

  "admin-user": async (t, { ports: { db, clock }, about = "" }) => {
    const person = await findPerson(db, about);
    return person
      ? admin.personCard(await readCard(db, person, clock.now()), t)
      : admin.adminNobody(about, t);
  },

  "admin-day": async (t, { ports: { db, clock } }) => admin.dayScreen(await readDay(db, clock.now()), t),

  "admin-costs": async (t, { ports: { db, env, clock }, about = "" }) => {
    const days = Math.min(MOST_DAYS, Math.max(1, Number(about) || 7));
    return admin.costsScreen(await readCosts(db, days, env.STAR_MICROS, clock.now()), t);
  },

  "admin-promos": async (t, { ports: { db } }) => admin.promosScreen(await listPromos(db, 50), t),

  "admin-jobs": async (t, { ports: { db }, about = "" }) => {
    const state = JOB_STATES.find((known) => known === about) ?? "dead";
    return admin.jobsScreen(await listJobs(db, state, 8), t);
  },

  "admin-news": async (t, { ports: { db }, about = "" }) => {
    const [news, people] = await Promise.all([findNews(db, about), countReaders(db)]);
    if (!news) return staleTap(t);
    return news.state === "draft" ? admin.newsDraft(news, people, t) : admin.newsState(news, t);
  },

  "admin-news-done": async (t, { ports: { db }, about = "" }) => {
    const news = await findNews(db, about);
    return news ? admin.newsState(news, t) : staleTap(t);
  },
};

export const adminScreens: Record<string, Screen> = {
  ...Object.fromEntries(Object.entries(screens).map(([name, screen]) => [name, forAdmins(screen)])),
  "coins-given": (t, { about = "" }) => admin.coinsMoved("coins-given", Number(about), t),
  "coins-taken": (t, { about = "" }) => admin.coinsMoved("coins-taken", Number(about), t),
  "coins-refunded": (t) => admin.coinsMoved("coins-refunded", 0, t),
  "news-on": (t) => admin.newsWanted(true, t),
  "news-off": (t) => admin.newsWanted(false, t),
};
