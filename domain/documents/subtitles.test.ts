import { expect, test } from "vitest";
import { readSubtitles } from "./subtitles.ts";

test("SRT keeps its times and lines, and loses its styling", () => {
  const srt =
    "1\n00:00:01,500 --> 00:00:03,000\n<i>Привет!</i>\n{\\an8}Как дела?\n\n2\n01:02:03,004 --> 01:02:05,000\nХорошо.\n";
  expect(readSubtitles(srt)).toEqual({
    kind: "srt",
    cues: [
      { from: 1.5, to: 3, text: "Привет!\nКак дела?" },
      { from: 3723.004, to: 3725, text: "Хорошо." },
    ],
  });
});

test("WebVTT keeps times and voices; notes, styles and settings are not words", () => {
  const vtt =
    "WEBVTT - notes\n\nSTYLE\n::cue { color: red }\n\nNOTE a comment\n\nintro\n00:01.000 --> 00:02.500 align:start\n<v.loud Әлия>Сәлем &amp; <00:01.500>қайырлы таң\n";
  expect(readSubtitles(vtt)).toEqual({
    kind: "vtt",
    cues: [{ from: 1, to: 2.5, text: "Сәлем & қайырлы таң", speaker: "Әлия" }],
  });
});

test("subtitles without numbers, without empty lines and out of order are read all the same", () => {
  const srt = "00:00:05,0 --> 00:00:06,0\nlater\n2\n00:00:01.0 --> 00:00:02.0\nearlier";
  expect(readSubtitles(srt)?.cues).toEqual([
    { from: 1, to: 2, text: "earlier" },
    { from: 5, to: 6, text: "later" },
  ]);
});

test("a subtitle that ends before it begins has no length", () =>
  expect(readSubtitles("1\n00:00:05,0 --> 00:00:01,0\nx")?.cues).toEqual([{ from: 5, to: 5, text: "x" }]));

test.each([
  "",
  "1\n2\n3\n",
  "Chapter 1\n00:00:01,000 --> 00:00:02,000\nx",
  "WEBVTT\n",
  "WEBVTTX\n00:01.0 --> 00:02.0\nx",
])("%j holds no subtitles", (text) => expect(readSubtitles(text)).toBeNull());
