import { ALERTS, listAlerts } from "../../domain/watch/index.ts";
import { alertMessage, alertOver } from "../../views/alerts.ts";
import { staleTap } from "../../views/menu.ts";
import type { Screen, ScreenContext } from "./screens.ts";

/** Where Telegram's login for the operator's page leads, where people can reach it. */
export const loginAddress = (publicUrl: string | undefined): string | null =>
  publicUrl ? new URL("/admin/login", publicUrl).href : null;

const found = async ({ ports: { db }, about }: ScreenContext) =>
  (await listAlerts(db)).find(({ id }) => id === about);

/** What admins are told, by the names that jobs carry; nobody else, whoever owes the job. */
const forAdmins =
  (screen: Screen): Screen =>
  (t, context) =>
    context.ports.env.TELEGRAM_ADMIN_IDS.includes(context.user.telegramId) ? screen(t, context) : staleTap(t);

const screens: Record<string, Screen> = {
  alert: async (t, context) => {
    const alert = await found(context);
    return alert ? alertMessage(alert, loginAddress(context.ports.env.PUBLIC_URL), t) : staleTap(t);
  },
  "alert-resolved": async (t, context) => {
    const alert = await found(context);
    return alert ? alertOver(alert, t) : staleTap(t);
  },
  // Jobs that were owed before alarms had rows.
  ...Object.fromEntries(
    Object.keys(ALERTS).map((id): [string, Screen] => [
      `alert-${id}`,
      (t, context) => alertMessage({ id, detail: "" }, loginAddress(context.ports.env.PUBLIC_URL), t),
    ]),
  ),
};

export const alertScreens: Record<string, Screen> = Object.fromEntries(
  Object.entries(screens).map(([name, screen]) => [name, forAdmins(screen)]),
);
