import { SNIFF_BYTES, sniff } from "../media/sniff.ts";
import type { ByteSource } from "../media/source.ts";
import type { Segment } from "../transcripts/heard.ts";
import { decodeText } from "./decode-text.ts";
import { readWordText } from "./docx.ts";
import { readSubtitles } from "./subtitles.ts";
import { Unreadable } from "./unreadable.ts";
import { openZip } from "./zip.ts";

export const DOCUMENT_KINDS = ["txt", "srt", "vtt", "docx", "pdf"] as const;
type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** A text that came as a file. Only subtitles have times; any other text is one passage, with its lines as they were. */
export interface TextDocument {
  kind: DocumentKind;
  passages: Segment[];
}

/** Whether a transcript's container says that it came as text. */
export const isDocument = (container: string | null): boolean =>
  (DOCUMENT_KINDS as readonly (string | null)[]).includes(container);

/** About 500 pages: what fits into one row of the database, and into what a language model reads. */
export const MOST_LETTERS = 1_000_000;
/** The longest text in its widest encoding. */
const TEXT_BYTES = 4 * MOST_LETTERS;
/** Word's markup is about ten times its text, and all of it is in memory as one string. */
const XML_BYTES = 16 * 2 ** 20;
/** pdf.js needs the whole file in memory, with several jobs side by side in an isolate of 128 MB. */
const PDF_BYTES = 10 * 2 ** 20;

const WORD_PART = "word/document.xml";

/**
 * Reads the text in a file; what kind it is its bytes tell. Null when it is no document we know (a recording, a picture,
 * another archive). Throws Unreadable when it is one, but its text cannot be had.
 */
export async function readDocument(source: ByteSource): Promise<TextDocument | null> {
  const found = sniff(await source.read(0, Math.min(SNIFF_BYTES, source.size)));
  const other = typeof found === "object" ? found?.other : undefined;
  if (other === "pdf") return readPdf(source);
  if (other === "zip") return readArchive(source);
  // UTF-16 without a mark is full of zeros, which the sniffer takes for binary data.
  return other === "text" || found === null ? readPlain(source) : null;
}

async function readPlain(source: ByteSource): Promise<TextDocument | null> {
  const isLong = source.size > TEXT_BYTES;
  const text = decodeText(await source.read(0, isLong ? SNIFF_BYTES : source.size));
  if (text === null) return null;
  if (isLong) throw new Unreadable("too long");
  const subtitles = readSubtitles(text);
  if (subtitles) return { kind: subtitles.kind, passages: subtitles.cues };
  return asDocument("txt", text);
}

async function readArchive(source: ByteSource): Promise<TextDocument | null> {
  const zip = await openZip(source);
  if (!zip.has(WORD_PART)) return null;
  return asDocument("docx", readWordText(new TextDecoder().decode(await zip.read(WORD_PART, XML_BYTES))));
}

async function readPdf(source: ByteSource): Promise<TextDocument> {
  if (source.size > PDF_BYTES) throw new Unreadable("too long");
  // Loaded only here: nothing else needs its bytes.
  const { readPdfText } = await import("./pdf.ts");
  return asDocument("pdf", await readPdfText(await source.read(0, source.size), MOST_LETTERS));
}

function asDocument(kind: DocumentKind, raw: string): TextDocument {
  // Postgres takes no zero characters, and no text has a use for them.
  const text = raw.replaceAll("\0", "").trim();
  if (!/[\p{L}\p{N}]/u.test(text)) throw new Unreadable("no text");
  if (text.length > MOST_LETTERS) throw new Unreadable("too long");
  return { kind, passages: [{ from: 0, to: 0, text }] };
}
