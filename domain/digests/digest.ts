import type { DIGEST_KINDS } from "../../schema/index.ts";

export type DigestKind = (typeof DIGEST_KINDS)[number];

/** Why a point is to be read with care: it holds a number that was not said near its quote, or shares no word with it. */
export const POINT_DOUBTS = ["number", "words"] as const;

/** Something that was said, with its proof. */
export interface Point {
  text: string;
  /** The transcript's own words. */
  quote: string;
  /** Index of its recording among the digest's sources. */
  source: number;
  /** Seconds of that recording; null in texts that have no times. */
  at: number | null;
  until: number | null;
  /** Who said it, as the transcript labels the voice. */
  speaker?: string;
  doubt?: (typeof POINT_DOUBTS)[number];
}

/** A point that somebody is to do. Who and when stand here only if they were said. */
export interface Task extends Point {
  owner?: string;
  due?: Due;
}

export interface Due {
  /** As it was said. */
  words: string;
  /** "2026-11-27", and "15:00"; null where the words leave it open. */
  on: string | null;
  time: string | null;
}

export const GROUPS = ["overview", "points", "decisions", "tasks", "questions"] as const;
export type GroupName = (typeof GROUPS)[number];

/** Points that belong together, in the order in which they were said. */
export interface Group {
  of: GroupName;
  title: string | null;
  points: Task[];
}

/** What was written: proven points, and how many were left out for want of proof; or a text. */
export type Digest = { groups: Group[]; dropped: number } | { text: string; notes: TextNote[] };

/** What a reader has to know of a text: much shorter than what was said; words or numbers that were not said. */
export type TextNote = "shorter" | "strange" | "numbers";

/** All points in the order in which they are numbered. */
export const pointsOf = (digest: Digest): Task[] =>
  "groups" in digest ? digest.groups.flatMap(({ points }) => points) : [];

/** Which kinds give proven points, and which a text. */
export const givesPoints = (kind: DigestKind): boolean =>
  ["summary", "todo", "minutes", "answer"].includes(kind);
