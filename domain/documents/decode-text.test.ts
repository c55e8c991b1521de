import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";
import { encode, encodeUtf16, KAZAKH_BYTES } from "./testing.ts";

const RUSSIAN =
  "Протокол встречи.\r\nДоговорились: съёмка — в пятницу, смета к среде.\r\nПодпись: Объедков Ё. Ю.";
const KAZAKH =
  "Кездесу хаттамасы.\nКелістік: түсірілім жұма күні, смета сәрсенбіге дейін.\nҒылым, өнер, үйлесім және ұлттық құндылықтар.";
const UKRAINIAN = "Протокол зустрічі.\nДомовилися: зйомка в п'ятницю, кошторис до середи. Її підписав Євген.";
const ENGLISH = "Minutes of the meeting.\nThe shooting is on Friday, the budget is due on Wednesday.";
const lines = (text: string) => text.replaceAll("\r\n", "\n");
const utf8 = (text: string) => new TextEncoder().encode(text);

test.each([
  ["Russian", RUSSIAN],
  ["Kazakh", KAZAKH],
  ["Ukrainian", UKRAINIAN],
  ["English", ENGLISH],
])("%s in UTF-8 and UTF-16, with and without a mark, is read with its lines", (_, text) => {
  expect(decodeText(utf8(text))).toBe(lines(text));
  expect(decodeText(utf8(`\ufeff${text}`))).toBe(lines(text));
  for (const littleEndian of [true, false]) {
    expect(decodeText(encodeUtf16(text, littleEndian))).toBe(lines(text));
    expect(decodeText(encodeUtf16(`\ufeff${text}`, littleEndian))).toBe(lines(text));
  }
});

test.each([
  ["windows-1251", RUSSIAN],
  ["koi8-r", RUSSIAN.replace("—", "-")],
  ["ibm866", RUSSIAN.replace("—", "-")],
  ["windows-1251", UKRAINIAN],
  ["koi8-u", UKRAINIAN],
  ["windows-1251", "Да."],
  ["koi8-r", "Купить хлеб, молоко"],
  ["windows-1251", "ВНИМАНИЕ! СРОЧНО ПРОЧИТАЙТЕ ЭТО ОБЪЯВЛЕНИЕ"],
  ["koi8-r", "ВНИМАНИЕ! СРОЧНО ПРОЧИТАЙТЕ ЭТО ОБЪЯВЛЕНИЕ"],
  ["windows-1251", "Meeting notes: договорились с Acme Corp. о встрече (Zoom)."],
  ["windows-1252", "Café, déjà vu — naïve façade. Größe, Äpfel und Übermut."],
])("%s is known by its letters: %s", (label, text) => {
  expect(decodeText(encode(text, label))).toBe(lines(text));
});

test("Kazakh in KZ-1048 is not taken for Russian, nor for Ukrainian", () => {
  expect(decodeText(encode(KAZAKH, "windows-1251", KAZAKH_BYTES))).toBe(KAZAKH);
});

test("every line end becomes one, and nothing else of the lines is changed", () => {
  expect(decodeText(utf8("one\r\ntwo\rthree\n\n  four\t5 "))).toBe("one\ntwo\nthree\n\n  four\t5 ");
});

test("bytes that are no text are none", () => {
  for (let seed = 0; seed < 50; seed++) {
    const noise = crypto.getRandomValues(new Uint8Array(3000));
    expect(decodeText(noise)).toBeNull();
  }
  expect(decodeText(new Uint8Array(1000))).toBeNull();
});

test("no bytes are an empty text", () => expect(decodeText(new Uint8Array(0))).toBe(""));
