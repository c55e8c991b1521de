import { expect, test } from "vitest";
import { inspect } from "./inspect.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import { memorySource } from "./source.ts";
import { sampleRecordings, seededRandom } from "./testing/samples.ts";

const SAMPLES = sampleRecordings();
const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test("recordings are known by their bytes", () => {
  const found = Object.fromEntries(
    Object.entries(SAMPLES).map(([name, file]) => [name, sniff(file.subarray(0, SNIFF_BYTES))]),
  );
  expect(found).toEqual({
    "voice.ogg": "ogg",
    "speech.mp3": "mp3",
    "speech.m4a": "mp4",
    "video.webm": "webm",
    "video-note.mp4": "mp4",
    "tone.wav": "wav",
    "silence.aac": "adts",
  });
});

test("headers alone tell the rest", () => {
  const heads: [string, unknown][] = [
    ["\0\0\0\x14ftypqt  ", "mov"],
    ["\0\0\0\x08wide\0\0\0\x10mdat", "mov"],
    ["\0\0\0\x18ftypheic", { other: "heic" }],
    ["\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", "mkv"],
    ["FORM\0\0\0\0AIFC", "aiff"],
    ["RF64\xff\xff\xff\xffWAVEds64", "wav"],
    ["RIFF\0\0\0\0AVI LIST", { other: "avi" }],
    ["RIFF\0\0\0\0WEBPVP8 ", { other: "webp" }],
    ["fLaC\0\0\0\x22", "flac"],
    ["ID3\x04\0\0\0\0\0\x02xxfLaC", "flac"],
    ["#!AMR-WB\n", { other: "amr" }],
    ["\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", { other: "asf" }],
    ["caff\0\x01", "caf"],
    ["PK\x03\x04", { other: "zip" }],
    ["%PDF-1.7", { other: "pdf" }],
    ["\xff\xd8\xff\xe0", { other: "jpeg" }],
    ["\x89PNG\r\n\x1a\n", { other: "png" }],
    ["<!DOCTYPE html><p>", { other: "html" }],
    ["\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", { other: "text" }],
    ["\xff\xfeH\0i\0", { other: "text" }],
    ["", null],
    ["\0\0\0\0\0\0\0\0", null],
  ];
  for (const [head, kind] of heads) expect(sniff(bytes(head)), JSON.stringify(head)).toEqual(kind);
});

test("an MP3 behind a tag that hides it, and behind junk, is still an MP3", () => {
  const mp3 = SAMPLES["speech.mp3"] ?? new Uint8Array(0);
  const big = bytes("ID3\x04\0\0\x07\x7f\x7f\x7f");
  expect(sniff(big)).toBe("mp3");
  const junk = new Uint8Array(3000 + mp3.length);
  junk.set(mp3, 3000);
  expect(sniff(junk.subarray(0, SNIFF_BYTES))).toBe("mp3");
});

test("a FLAC behind a tag larger than the head is opened as FLAC", async () => {
  const tag = new Uint8Array(10 + 0x20000);
  tag.set(bytes("ID3\x04\0\0\x00\x08\0\0"));
  const file = new Uint8Array(tag.length + 100);
  file.set(tag);
  file.set(bytes("fLaC"), tag.length);
  await expect(inspect(memorySource(file))).rejects.toThrow("truncated beyond salvage");
});

test("noise is never taken for a recording", () => {
  const random = seededRandom(5);
  let mistaken = 0;
  for (let round = 0; round < 300; round += 1) {
    const noise = Uint8Array.from({ length: 4096 }, () => Math.floor(random() * 256));
    if (sniff(noise) !== null) mistaken += 1;
  }
  expect(mistaken).toBe(0);
});
