import type { Deletion } from "../../domain/deletions/index.ts";
import type { Attachment, Outgoing } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";

/** Tables whose rows people know by a name; the others are named together. */
const KNOWN = [
  "transcripts",
  "digests",
  "todos",
  "digest_styles",
  "conversations",
  "avatars",
  "images",
  "image_files",
];

/** A line for each kind of thing that is there. */
export function countLines(rows: Record<string, number>, t: Translate): string[] {
  const other = Object.entries(rows).reduce(
    (sum, [name, count]) => (KNOWN.includes(name) ? sum : sum + count),
    0,
  );
  return [
    ...KNOWN.flatMap((name) => (rows[name] ? [`• ${t(`receipt-${name}`)}: ${rows[name]}`] : [])),
    ...(other > 0 ? [`• ${t("receipt-other")}: ${other}`] : []),
  ];
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0);

/** What was removed, what could not be and why, as a file to keep; and a word with it. Nothing of what it was about. */
export function receiptFile(
  {
    id,
    scope,
    createdAt,
    olderThan,
    receipt,
  }: Pick<Deletion, "id" | "createdAt" | "olderThan" | "receipt"> & { scope: Deletion["scope"] | "one" },
  now: Date,
  t: Translate,
): { message: Outgoing; file: Attachment } {
  const moment = (date: Date) => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const all = scope === "all";
  const lines = [
    t("receipt-title"),
    "",
    `${t("receipt-number")}: ${id}`,
    `${t("receipt-asked")}: ${moment(createdAt)}`,
    `${t("receipt-done")}: ${moment(now)}`,
    ...(olderThan ? [`${t("receipt-older")}: ${moment(olderThan)}`] : []),
    "",
    t("receipt-removed"),
    ...countLines(receipt.rows, t),
    `• ${t("receipt-files", { files: receipt.objects, megabytes: megabytes(receipt.bytes) })}`,
    ...(all ? [`• ${t("receipt-profile")}`] : []),
    ...(receipt.coins > 0 ? [`• ${t("receipt-coins", { coins: receipt.coins })}`] : []),
    "",
    t("receipt-not-removed"),
    `• ${t("receipt-chat")}`,
    ...(all ? [`• ${t("receipt-books", { payments: receipt.payments })}`, `• ${t("receipt-trace")}`] : []),
    `• ${t("receipt-openai")}`,
    ...(receipt.falUntil && receipt.falUntil > now.toISOString()
      ? [`• ${t("receipt-fal", { date: receipt.falUntil.slice(0, 10) })}`]
      : []),
    `• ${t("receipt-backups")}`,
    ...(all ? ["", t("receipt-opt-out")] : []),
    "",
  ];
  return {
    message: { html: t(scope === "age" ? "receipt-word" : `receipt-word-${scope}`) },
    file: {
      name: `${t("receipt-file")}-${now.toISOString().slice(0, 10)}.txt`,
      type: "text/plain",
      bytes: new TextEncoder().encode(lines.join("\n")),
    },
  };
}
