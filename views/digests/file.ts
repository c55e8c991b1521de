import { type Digest, pointsOf } from "../../domain/digests/index.ts";
import type { Block, Document } from "../../domain/documents/index.ts";
import type { Transcript } from "../../domain/transcripts/index.ts";
import { sayDate } from "../dates.ts";
import { fileStem } from "../file-stem.ts";
import type { Translate } from "../translate.ts";
import { dueText, placeOf, plain, type ShownDigest } from "./result.ts";
import { digestTitle } from "./title.ts";

type About = Pick<Transcript, "claimedName" | "createdAt" | "saidAt">;

/** The name of a digest's file, without its extension: what it is, and of which recording. */
export function digestStem({ row, zone }: ShownDigest, transcripts: readonly About[], t: Translate): string {
  const last = transcripts.at(-1);
  const what = plain(digestTitle({ ...row, instruction: null }, t))
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .trim();
  return last ? `${fileStem(last.claimedName, last.createdAt, t, zone)} ${what}`.trim() : what;
}

/** A digest as a document, with every quote and its place. */
export function digestDocument(shown: ShownDigest, transcripts: readonly About[], t: Translate): Document {
  const { row, digest, locale, zone } = shown;
  const last = transcripts.at(-1);
  const day = sayDate(last?.saidAt ?? last?.createdAt ?? new Date(0), locale, {
    dateStyle: "long",
    timeZone: zone,
  });
  const sources =
    transcripts.length > 1
      ? transcripts.map(
          ({ claimedName, createdAt }, i) =>
            `${t("digest-source", { number: i + 1 })}: ${fileStem(claimedName, createdAt, t, zone)}`,
        )
      : [];
  return {
    // Signs that not every font has are for the chat.
    title: plain(digestTitle(row, t)).replace(/^\p{Extended_Pictographic}\ufe0f?\s*/u, ""),
    language: row.language === "same" ? locale : row.language,
    facts: [t("digest-file-about", { count: transcripts.length, day }), ...sources],
    blocks: "text" in digest ? textBlocks(digest, t) : pointBlocks(shown, t),
    lacking: t("pdf-lacks-letters"),
  };
}

const textBlocks = ({ text, notes }: Extract<Digest, { text: string }>, t: Translate): Block[] => [
  ...text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph): Block => ({ is: "paragraph", text: paragraph.trim() })),
  ...notes.map((note): Block => ({ is: "note", text: `⚠️ ${t(`digest-note-${note}`)}` })),
];

function pointBlocks({ row, digest, sources, locale }: ShownDigest, t: Translate): Block[] {
  if ("text" in digest) return [];
  const blocks: Block[] = [];
  let number = 0;
  for (const { of, title, points } of digest.groups) {
    const heading =
      of === "points" && title
        ? title
        : row.kind === "todo" || row.kind === "answer"
          ? null
          : t(`digest-group-${of}`);
    if (heading) blocks.push({ is: "heading", text: heading });
    for (const point of points) {
      number += 1;
      const place = placeOf(point, sources, t);
      const details = [
        ...(point.owner ? [point.owner] : []),
        ...(point.due ? [dueText(point.due, locale)] : []),
        ...(point.doubt ? [`⚠️ ${t(`point-doubt-${point.doubt}`)}`] : []),
      ].join(" · ");
      blocks.push({
        is: "item",
        mark: row.kind === "todo" ? "open" : number,
        text: point.text,
        ...(details !== "" && { details }),
        quote: `${place === "" ? "" : `${place} — `}«${point.quote.replace(/[«»]/g, "")}»`,
      });
    }
  }
  const notes = [
    ...(pointsOf(digest).length === 0 ? [plain(t(`digest-nothing-${row.kind}`))] : []),
    ...(digest.dropped > 0 ? [plain(t("digest-dropped", { count: digest.dropped }))] : []),
  ];
  return [...blocks, ...notes.map((text): Block => ({ is: "note", text }))];
}
