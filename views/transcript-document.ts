import type { Block, Document } from "../domain/documents/index.ts";
import { zoneOf } from "../domain/todos/index.ts";
import type { Passage, Transcript } from "../domain/transcripts/index.ts";
import { type Reader, sayDate } from "./dates.ts";
import { fileStem } from "./file-stem.ts";
import { hasExactTimes } from "./subtitles.ts";
import { clockTime, joinParagraphs, renderGap, renderWarnings, voiceName } from "./transcript.ts";
import type { Translate } from "./translate.ts";

type Whole = Pick<
  Transcript,
  | "id"
  | "passages"
  | "speakers"
  | "claimedName"
  | "createdAt"
  | "saidAt"
  | "seconds"
  | "languages"
  | "model"
  | "coverage"
  | "run"
  | "want"
  | "sha256"
>;

/** A transcript as a document: its paragraphs with their times and voices, and what the reader has to know of it. */
export function transcriptDocument(transcript: Whole, user: Reader, t: Translate): Document {
  const { claimedName, createdAt, saidAt, speakers, seconds, model, coverage, languages } = transcript;
  const passages = (transcript.passages ?? []) as Passage[];
  const timeZone = zoneOf(user);
  const day = sayDate(saidAt ?? createdAt, user.locale, { dateStyle: "long", timeZone });
  const facts = [
    seconds ? `${day} · ${clockTime(seconds)}` : day,
    ...(model ? [t("export-heard-by", { model })] : []),
  ];
  return {
    title: fileStem(claimedName, createdAt, t, timeZone),
    language: languages?.[0] ?? user.locale,
    facts,
    blocks: [
      ...joinParagraphs(passages).map((paragraph): Block => {
        if (paragraph.gap) return { is: "note", text: renderGap(paragraph, t, speakers ?? {}) };
        const { from, text, speaker } = paragraph;
        return {
          is: "paragraph",
          text,
          ...(seconds && { time: clockTime(from) }),
          ...(speaker !== undefined && { speaker: voiceName(speaker, speakers ?? {}, t) }),
        };
      }),
      ...renderWarnings(passages, coverage, t).map((text): Block => ({ is: "note", text })),
    ],
    lacking: t("pdf-lacks-letters"),
  };
}

/** The version of what `transcriptJson` gives: it grows when a field changes its meaning or goes. */
const JSON_VERSION = 1;

/** A transcript for programs: everything that is known of it, times in seconds. */
export function transcriptJson(transcript: Whole, t: Translate): object {
  const passages = (transcript.passages ?? []) as Passage[];
  const { id, claimedName, createdAt, seconds, languages, model, coverage, run, want, sha256 } = transcript;
  const names = transcript.speakers ?? {};
  const whose = (speaker: string | undefined) =>
    speaker !== undefined && { speaker, speakerName: voiceName(speaker, names, t) };
  return {
    format: "aisha.transcript",
    version: JSON_VERSION,
    id,
    name: claimedName,
    createdAt: createdAt.toISOString(),
    seconds,
    sha256,
    languages: languages ?? [],
    provider: providerOf(model),
    model,
    hearing: { number: run, want },
    coverage,
    timesAreExact: hasExactTimes(passages),
    passages: passages.map((passage) =>
      passage.gap
        ? { from: passage.from, to: passage.to, gap: true, ...whose(passage.speaker) }
        : {
            from: passage.from,
            to: passage.to,
            ...whose(passage.speaker),
            text: passage.text,
            ...(passage.doubt && { doubt: passage.doubt }),
          },
    ),
  };
}

/** FAL names its models with a path; OpenAI's have none. */
const providerOf = (model: string | null): string | null =>
  model === null ? null : model.includes("/") ? "fal" : "openai";
