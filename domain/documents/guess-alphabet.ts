type Decode = (bytes: Uint8Array) => string;

/** Letters from the most frequent to the rarest: all that a language needs to be told from another. */
const RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё";
const UKRAINIAN = "оанитвіерслкудмпязьбгчйхцжшюїєщфґ";
const KAZAKH = "аеынтрлідсқмкоуғбжшпгөәүзиңйұяхэвфюьцщёъчһ";

/** KZ-1048 (IANA charset, STRK1048-2002) is windows-1251 with Kazakh letters in the place of these. */
const [SLAVIC, TURKIC] = ["ЌќЋћЎўЈјҐґЄєЇїЅѕ", "ҚқҺһҰұӘәӨөҒғҮүҢң"];
const decodeKazakh: Decode = (bytes) =>
  new TextDecoder("windows-1251")
    .decode(bytes)
    .replace(/[ЌќЋћЎўЈјҐґЄєЇїЅѕ]/g, (letter) => TURKIC.charAt(SLAVIC.indexOf(letter)));

const as =
  (label: string): Decode =>
  (bytes) =>
    new TextDecoder(label).decode(bytes);

const CANDIDATES: readonly { decode: Decode; letters: string }[] = [
  { decode: as("windows-1251"), letters: RUSSIAN },
  { decode: as("windows-1251"), letters: UKRAINIAN },
  { decode: decodeKazakh, letters: KAZAKH },
  { decode: as("koi8-r"), letters: RUSSIAN },
  { decode: as("koi8-u"), letters: UKRAINIAN },
  { decode: as("ibm866"), letters: RUSSIAN },
];
/** Western text: single letters above 127 among Latin ones. */
const WESTERN = as("windows-1252");

/** Bits of surprise by rank: the first letter of a language is every ninth, the eleventh every 22nd, the 31st every 350th. */
const surpriseAt = (rank: number): number => 3.2 + 0.1 * rank + 0.0025 * rank ** 2;
/** A letter the language does not have, a capital in the middle of a word, a sign that texts hardly have. */
const UNEXPECTED_BITS = 14;
/** Quotation marks, dashes and the like. */
const PUNCTUATION_BITS = 6;
const PUNCTUATION = "«»„“”‘’–—…№§°•©\u00a0€₸";

/**
 * Finds the one-byte encoding in which the sample reads most like Russian, Kazakh, Ukrainian or a Western language, by
 * the frequency of letters and the place of capitals. Null when all are unlikely: then it is no text of these languages.
 */
export function guessAlphabet(sample: Uint8Array): Decode | null {
  let best: { decode: Decode; bits: number } | null = null;
  for (const { decode, letters } of CANDIDATES) {
    const bits = surpriseOf(decode(sample), letters);
    if (!best || bits < best.bits) best = { decode, bits };
  }
  const western = surpriseOfWestern(WESTERN(sample));
  if (best && western < best.bits) best = { decode: WESTERN, bits: western };
  return best && best.bits < UNEXPECTED_BITS * 0.6 ? best.decode : null;
}

/** Mean surprise, in bits, of the characters above 127. */
function surpriseOf(text: string, letters: string): number {
  let bits = 0;
  let count = 0;
  let before = "";
  for (const character of text) {
    if (character > "\u007f") {
      count++;
      bits += surpriseOfCharacter(character, before, letters);
    }
    before = character;
  }
  return count === 0 ? 0 : bits / count;
}

function surpriseOfCharacter(character: string, before: string, letters: string): number {
  if (PUNCTUATION.includes(character)) return PUNCTUATION_BITS;
  const small = character.toLowerCase();
  const rank = letters.indexOf(small);
  if (rank < 0) return UNEXPECTED_BITS;
  const isCapital = small !== character;
  const followsSmall =
    before > "\u007f" && before.toLowerCase() === before && before.toUpperCase() !== before;
  const isMixed = /[a-z]/i.test(before) || (isCapital && followsSmall);
  return surpriseAt(rank) + (isMixed ? UNEXPECTED_BITS : isCapital ? capitalBits(before) : 0);
}

/** A capital begins a word, or follows another where all are capitals. */
const capitalBits = (before: string): number => (before.toLowerCase() !== before ? 0 : 2);

function surpriseOfWestern(text: string): number {
  let bits = 0;
  let count = 0;
  let before = "";
  for (const character of text) {
    if (character > "\u007f") {
      count++;
      if (PUNCTUATION.includes(character)) bits += PUNCTUATION_BITS;
      else bits += /[à-ÿœßÀ-Ý]/.test(character) && before <= "\u007f" ? 7 : UNEXPECTED_BITS;
    }
    before = character;
  }
  return count === 0 ? 0 : bits / count;
}
