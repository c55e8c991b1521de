import type { FILE_FORMATS } from "../../../schema/users.ts";

/** A document before it has a format: what is said in which order, and nothing about looks. */
export interface Document {
  title: string;
  /** ISO 639-1: for programs that read aloud, hyphenate and check. */
  language: string;
  /** What is to be known of it, one line each: of which day, how long. */
  facts: readonly string[];
  blocks: readonly Block[];
  /** Said at the beginning of a PDF that has letters which its font lacks. */
  lacking: string;
}

export type Block =
  | { is: "heading"; text: string }
  | { is: "paragraph"; text: string; time?: string; speaker?: string }
  /** A point of a list: numbered, or with a box to tick. */
  | { is: "item"; text: string; mark: number | "open" | "done"; details?: string; quote?: string }
  | { is: "quote"; text: string }
  /** Small and grey: what is not part of the text. */
  | { is: "note"; text: string };

export type DocumentFormat = (typeof FILE_FORMATS)[number];

/** The media type of each format (IANA). */
export const DOCUMENT_TYPES: Record<DocumentFormat, string> = {
  txt: "text/plain",
  md: "text/markdown",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
};

/** What stands before a point. */
export const markOf = (mark: number | "open" | "done"): string =>
  mark === "open" ? "☐" : mark === "done" ? "☑" : `${mark}.`;
