import type { Broadcast, Card, Costs, DayFigures } from "../domain/admin/index.ts";
import type { PromoCode } from "../domain/billing/index.ts";
import type { JobRow } from "../domain/jobs/index.ts";
import type { Button, Outgoing } from "../ports/telegram/message.ts";
import { nameEntry } from "./balance.ts";
import { packTap } from "./callbacks.ts";
import { escapeHtml, type Translate } from "./translate.ts";

/** Telegram's limit for a message is 4096 units; lists of an admin are cut well before. */
const MOST_LINES = 25;

const dollars = (micros: number): string => `$${(micros / 1e6).toFixed(3)}`;
const day = (moment: Date | null): string => moment?.toISOString().slice(0, 10) ?? "—";
const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;

/** `page`: where Telegram's login for the operator's page leads, where there is one. */
export const adminHelp = (page: string | null, t: Translate): Outgoing => ({
  html: t("admin-help"),
  ...(page && { buttons: [[{ text: t("alert-page"), login: page }]] }),
});
export const adminNobody = (named: string, t: Translate): Outgoing => ({
  html: t("admin-nobody", { named }),
});
export const adminUsage = (usage: string, t: Translate): Outgoing => ({ html: t("admin-usage", { usage }) });
export const adminRefused = (reason: string, t: Translate): Outgoing => ({
  html: t(`admin-refused-${reason}`),
});

/** Everything about somebody that an admin needs to help them. */
export function personCard(
  { user, wallet, recordings, avatars, pictures, vendorMicros, entries, payments, audit }: Card,
  t: Translate,
): Outgoing {
  const marks = [
    ...(user.blockedAt ? [t("admin-card-blocked", { day: day(user.blockedAt) })] : []),
    ...(user.unreachableSince ? [t("admin-card-unreachable", { day: day(user.unreachableSince) })] : []),
  ];
  const lines = [
    `👤 <b>${user.username ? `@${escapeHtml(user.username)}` : "—"}</b> ${code(String(user.telegramId))}`,
    code(user.id),
    ...marks,
    t("admin-card-days", { locale: user.locale, since: day(user.createdAt), seen: day(user.seenAt) }),
    t("admin-card-coins", { available: wallet.available, held: wallet.held }),
    t("admin-card-work", { ...recordings, avatars, pictures, cost: dollars(vendorMicros) }),
    ...section(
      t("admin-card-payments"),
      payments.map((one) => `${day(one.createdAt)} ${one.stars} ⭐ ${one.state} ${code(one.chargeId)}`),
    ),
    ...section(
      t("admin-card-entries"),
      entries.map(
        (one) =>
          `${day(one.createdAt)} <b>${one.coins > 0 ? "+" : "−"}${Math.abs(one.coins)}</b> ${nameEntry(one, t)} ${code(one.ref)}`,
      ),
    ),
    ...section(
      t("admin-card-audit"),
      audit.map((one) => `${day(one.createdAt)} ${escapeHtml(one.action)} (${escapeHtml(one.actor)})`),
    ),
  ];
  return { html: lines.join("\n") };
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ["", `<b>${title}</b>`, ...lines] : [];

export function dayScreen(figures: DayFigures, t: Translate): Outgoing {
  const { vendorMicros, ...counts } = figures;
  return { html: t("admin-day", { ...counts, vendor: dollars(vendorMicros) }) };
}

/** Revenue, cost and margin by day and feature; the Stars that came and went at the end. */
export function costsScreen({ lines, starsPaid, starsReturned }: Costs, t: Translate): Outgoing {
  const shown = lines.slice(0, MOST_LINES).map((line) =>
    t("admin-costs-line", {
      day: line.day.slice(5),
      feature: line.feature,
      works: line.works,
      coins: line.coins,
      revenue: dollars(line.revenueMicros),
      vendor: dollars(line.vendorMicros),
      margin: dollars(line.revenueMicros - line.vendorMicros),
    }),
  );
  return {
    html: [
      t("admin-costs"),
      "",
      ...(shown.length > 0 ? shown : [t("admin-empty")]),
      "",
      t("admin-costs-stars", { paid: starsPaid, returned: starsReturned }),
    ].join("\n"),
  };
}

export const promosScreen = (promos: readonly PromoCode[], t: Translate): Outgoing => ({
  html: [
    t("admin-promos"),
    "",
    ...(promos.length > 0 ? promos.slice(0, MOST_LINES).map((one) => promoLine(one)) : [t("admin-empty")]),
  ].join("\n"),
});

function promoLine({
  code: name,
  kind,
  amount,
  uses,
  mostUses,
  usesPerUser,
  validUntil,
  disabledAt,
}: PromoCode): string {
  const worth = kind === "coins" ? `+${amount}` : `+${amount}%`;
  return `${disabledAt ? "🚫 " : ""}${code(name)} ${worth} · ${uses}/${mostUses ?? "∞"} · ×${usesPerUser} · ${day(validUntil)}`;
}

/** Jobs of one state, the dead ones with a button that runs them again, where that does something. */
export function jobsScreen(jobs: readonly JobRow[], t: Translate): Outgoing {
  const shown = jobs.slice(0, 8);
  const retry: Button[][] = shown
    .filter(({ state, isRefunded }) => state === "dead" && !isRefunded)
    .map(({ id, kind }) => [
      { text: `🔁 ${kind} …${id.slice(-6)}`, data: packTap({ do: "revive", jobId: id }) },
    ]);
  return {
    html: [
      t("admin-jobs"),
      "",
      ...(shown.length > 0
        ? shown.map(
            ({ id, kind, state, attempts, lastError, isRefunded }) =>
              `${state} ${escapeHtml(kind)} ×${attempts} ${code(id)}${isRefunded ? ` · ${t("admin-job-refunded")}` : ""}${lastError ? `\n  ${escapeHtml(lastError.slice(0, 200))}` : ""}`,
          )
        : [t("admin-empty")]),
    ].join("\n"),
    ...(retry.length > 0 && { buttons: retry }),
  };
}

/** What the owner of coins hears when an admin has moved them. */
export const coinsMoved = (
  how: "coins-given" | "coins-taken" | "coins-refunded",
  coins: number,
  t: Translate,
): Outgoing => ({ html: t(how, { coins }) });

/** Under every piece of news: a way to have no more of them. */
export const newsButtons = (t: Translate): Button[][] => [
  [{ text: t("news-off"), data: packTap({ do: "news", wants: false }) }],
];

/** Before news are sent: to how many, and the last chance not to. */
export const newsDraft = ({ id }: Pick<Broadcast, "id">, people: number, t: Translate): Outgoing => ({
  html: t("admin-news", { people }),
  buttons: [
    [{ text: t("admin-news-send", { people }), data: packTap({ do: "sendnews", broadcastId: id }) }],
    [{ text: t("admin-news-drop"), data: packTap({ do: "stopnews", broadcastId: id }) }],
  ],
});

/** How far news have come; they can be stopped while they are on their way. */
export const newsState = ({ id, state, sent, failed }: Broadcast, t: Translate): Outgoing => ({
  html: t("admin-news-state", { state: t(`admin-news-${state}`), sent, failed }),
  ...(state === "sending" && {
    buttons: [[{ text: t("admin-news-stop"), data: packTap({ do: "stopnews", broadcastId: id }) }]],
  }),
});

export const newsWanted = (wants: boolean, t: Translate): Outgoing => ({
  html: t(wants ? "news-are-on" : "news-are-off"),
  buttons: [[{ text: t(wants ? "news-off" : "news-on"), data: packTap({ do: "news", wants: !wants }) }]],
});
