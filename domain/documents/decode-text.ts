import { guessAlphabet } from "./guess-alphabet.ts";

/** How much of a text is looked at to find its encoding. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * The text in some bytes, whatever wrote them: UTF-8 and UTF-16 with or without a byte order mark, and the one-byte
 * encodings of Russian, Kazakh and Ukrainian by their letters. Lines end in "\n". Null when the bytes are no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decodeUnicode(bytes) ?? guessAlphabet(bytes.subarray(0, SAMPLE_BYTES))?.(bytes);
  if (text === undefined || !isText(text.slice(0, SAMPLE_BYTES))) return null;
  return text.replace(/\r\n?/g, "\n");
}

function decodeUnicode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const halves = guessUtf16(bytes);
  if (halves) return new TextDecoder(halves).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * UTF-16 without a mark: in Latin and Cyrillic text one byte of every pair is 0x00 or 0x04, and spaces and line ends
 * make sure of some 0x00, which no other encoding of text has.
 */
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, 4096);
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2 || !sample.includes(0)) return null;
  const high = [0, 0];
  for (let i = 0; i < pairs * 2; i++)
    if (sample[i] === 0 || sample[i] === 4) high[i % 2] = (high[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = high;
  if (Math.max(even, odd) < pairs * 0.9 || Math.min(even, odd) > pairs * 0.5) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

/** Text holds hardly any control characters, and nothing that its encoding does not know. */
function isText(sample: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is counted
  const odd = sample.match(/[\u0000-\u0006\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd <= sample.length / 200;
}
