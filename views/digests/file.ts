import { type Digest, pointsOf } from "../../domain/digests/index.ts";
import type { Transcript } from "../../domain/transcripts/index.ts";
import { fileStem } from "../file-stem.ts";
import type { Translate } from "../translate.ts";
import { dueText, placeOf, plain, type ShownDigest } from "./result.ts";
import { digestTitle } from "./title.ts";

type About = Pick<Transcript, "claimedName" | "createdAt">;

/** The name of a digest's file, without its extension: what it is, and of which recording. */
export function digestStem({ row }: ShownDigest, transcripts: readonly About[], t: Translate): string {
  const last = transcripts.at(-1);
  const what = plain(digestTitle({ ...row, instruction: null }, t))
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .trim();
  return last ? `${fileStem(last.claimedName, last.createdAt, t)} ${what}`.trim() : what;
}

/** A digest as Markdown, with every quote and its place. */
export function digestMarkdown(shown: ShownDigest, transcripts: readonly About[], t: Translate): string {
  const { row, digest, locale } = shown;
  const day = (transcripts.at(-1)?.createdAt ?? new Date(0)).toLocaleDateString(locale, {
    dateStyle: "long",
    timeZone: "UTC",
  });
  const blocks = [
    `# ${plain(digestTitle(row, t))}`,
    t("digest-file-about", { count: transcripts.length, day }),
    ...(transcripts.length > 1
      ? [
          transcripts
            .map(
              ({ claimedName, createdAt }, i) =>
                `${t("digest-source", { number: i + 1 })}: ${fileStem(claimedName, createdAt, t)}`,
            )
            .join("\n"),
        ]
      : []),
    ...("text" in digest ? textBlocks(digest, t) : pointBlocks(shown, t)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const textBlocks = ({ text, notes }: Extract<Digest, { text: string }>, t: Translate): string[] => [
  text,
  ...notes.map((note) => `⚠️ ${t(`digest-note-${note}`)}`),
];

function pointBlocks({ row, digest, sources, locale }: ShownDigest, t: Translate): string[] {
  if ("text" in digest) return [];
  const blocks: string[] = [];
  let number = 0;
  for (const { of, title, points } of digest.groups) {
    const heading = of === "points" && title ? title : row.kind === "todo" ? null : t(`digest-group-${of}`);
    if (heading) blocks.push(`## ${heading}`);
    for (const point of points) {
      number += 1;
      const place = placeOf(point, sources, t);
      const more = [
        ...(point.owner ? [`👤 ${point.owner}`] : []),
        ...(point.due ? [`🗓 ${dueText(point.due, locale)}`] : []),
        ...(point.doubt ? [`⚠️ ${t(`point-doubt-${point.doubt}`)}`] : []),
      ].join(" · ");
      const quote = `${place === "" ? "" : `${place} — `}«${point.quote.replace(/[«»]/g, "")}»`;
      blocks.push(`${number}. ${point.text}${more === "" ? "" : `\n   ${more}`}\n   > ${quote}`);
    }
  }
  if (pointsOf(digest).length === 0) blocks.push(plain(t(`digest-nothing-${row.kind}`)));
  if (digest.dropped > 0) blocks.push(plain(t("digest-dropped", { count: digest.dropped })));
  return blocks;
}

/** The same for a text file, where marks of formatting are only in the way. */
export const withoutMarks = (markdown: string): string =>
  markdown.replace(/^#+ /gm, "").replace(/^(\s*)> /gm, "$1");
