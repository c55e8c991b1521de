import type { Entry, Redeemed, Tariff, Wallet } from "../domain/billing/index.ts";
import { dayIn, zoneOf } from "../domain/todos/index.ts";
import type { Attachment, Button, Outgoing } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import type { Reader } from "./dates.ts";
import { escapeHtml, type Translate } from "./translate.ts";

/** Thresholds that can be chosen: every price is shown, or only those above. */
export const THRESHOLDS = [0, 10, 30, 100, 300] as const;

/** Entries on one page of the history: a message of about half of Telegram's 4096 units. */
export const PAGE = 10;

const back = (t: Translate): Button[] => [
  { text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) },
];
const toBalance = (t: Translate): Button[] => [
  { text: t("balance-back"), data: packTap({ do: "menu", screen: "balance" }) },
];

/** What somebody has, and everything they can do about it. */
export const balanceScreen = (
  { available, held, askAbove }: Pick<Wallet, "available" | "held" | "askAbove">,
  freeMinutesLeft: number,
  tariff: Tariff,
  t: Translate,
): Outgoing => ({
  html: [
    t("balance", { available: t("coins", { coins: available }) }),
    ...(held > 0 ? [t("balance-held", { held: t("coins", { coins: held }) })] : []),
    t("balance-free", { free: Math.max(0, freeMinutesLeft) }),
    "",
    t("balance-threshold", { coins: t("coins", { coins: askAbove ?? tariff.askAbove }) }),
  ].join("\n"),
  buttons: [
    THRESHOLDS.map((coins) => ({
      text: coins === (askAbove ?? tariff.askAbove) ? `✓ ${coins}` : String(coins),
      data: packTap({ do: "threshold", coins }),
    })),
    [
      { text: t("menu-topup"), data: packTap({ do: "menu", screen: "topup" }) },
      { text: t("menu-history"), data: packTap({ do: "history" }) },
    ],
    [
      { text: t("menu-promo"), data: packTap({ do: "open", screen: "promo" }) },
      { text: t("menu-invite"), data: packTap({ do: "menu", screen: "invite" }) },
    ],
    back(t),
  ],
});

/** For what an entry came or went, in a few words. */
export function nameEntry({ reason, feature, units, note }: Entry, t: Translate): string {
  const work = feature ? t(`work-${feature}`, { units: units ?? 0 }) : t("work-other");
  if (reason === "work" || reason === "refund") return t(`entry-${reason}`, { work });
  const name = t(`entry-${reason}`);
  return note ? `${name}: ${escapeHtml(note)}` : name;
}

/** One page of the history, the newest first; `entries` may hold one more than a page, which shows that there is another. */
export function historyScreen(
  entries: readonly Entry[],
  isFirst: boolean,
  reader: Reader,
  t: Translate,
): Outgoing {
  const page = entries.slice(0, PAGE);
  const last = page.at(-1);
  const lines = page.map((entry) =>
    t("entry", {
      day: dayIn(zoneOf(reader), entry.createdAt),
      coins: entry.coins > 0 ? `+${entry.coins}` : `−${-entry.coins}`,
      balance: entry.balance,
    }).concat(" ", nameEntry(entry, t)),
  );
  const older: Button[] =
    last && entries.length > PAGE
      ? [{ text: t("history-older"), data: packTap({ do: "history", before: last.id }) }]
      : [];
  const newest: Button[] = isFirst ? [] : [{ text: t("history-newest"), data: packTap({ do: "history" }) }];
  const paging = [...newest, ...older];
  return {
    html: `${t("history")}\n\n${lines.length > 0 ? lines.join("\n") : t("history-empty")}`,
    buttons: [
      ...(paging.length > 0 ? [paging] : []),
      ...(lines.length > 0 ? [[{ text: t("history-file"), data: packTap({ do: "statement" }) }]] : []),
      toBalance(t),
    ],
  };
}

/** The whole history as a table that spreadsheets open: UTF-8 with its mark, quoted, the oldest first (RFC 4180). */
export function statementFile(entries: readonly Entry[], t: Translate): Attachment {
  const quote = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`;
  // A cell that begins like a formula would be run by a spreadsheet.
  const safe = (text: string) => (/^[=+\-@\t]/.test(text) ? `'${text}` : text);
  const rows = [
    ["time", "coins", "balance", "what", "note", "ref"].map(quote),
    ...entries.map((entry) =>
      [
        entry.createdAt.toISOString(),
        entry.coins,
        entry.balance,
        nameEntry({ ...entry, note: null }, t),
        safe(entry.note ?? ""),
        entry.ref,
      ].map(quote),
    ),
  ];
  return {
    name: `${t("statement-stem")}.csv`,
    type: "text/csv",
    bytes: new TextEncoder().encode(`\ufeff${rows.map((row) => row.join(",")).join("\r\n")}\r\n`),
  };
}

export const promoScreen = (t: Translate): Outgoing => ({ html: t("promo-ask") });

/** What came of a code. */
export const promoOutcome = ({ outcome, amount }: Redeemed, available: number, t: Translate): Outgoing => ({
  html: t(`promo-${outcome}`, {
    amount: outcome === "coins" ? t("coins", { coins: amount }) : amount,
    available: t("coins", { coins: available }),
  }),
});

/** The link that brings friends, and what it has brought. */
export const inviteScreen = (
  link: string,
  friends: { came: number; coins: number },
  tariff: Tariff,
  t: Translate,
): Outgoing => ({
  html: t("invite", {
    link,
    bonus: t("coins", { coins: tariff.referral }),
    most: tariff.referralsMost,
    came: friends.came,
    earned: t("coins", { coins: friends.coins }),
  }),
  buttons: [toBalance(t)],
});

export const friendScreen = (
  which: "friend-came" | "friend-invited",
  coins: number,
  t: Translate,
): Outgoing => ({
  html: t(which, { bonus: t("coins", { coins }) }),
});
