import { parseText } from "media-captions";
import { expect, test } from "vitest";
import { LINE_CHARACTERS, MAX_CUE_MS } from "../domain/media/subtitles.ts";
import { newId } from "../domain/new-id.ts";
import type { Passage } from "../domain/transcripts/index.ts";
import { readTap } from "./callbacks.ts";
import { type SubtitleFormat, subtitleFile } from "./subtitles.ts";
import { translator } from "./translate.ts";

const t = translator("ru");
const reader = { locale: "ru", timeZone: null } as const;
const id = newId("trn");
const recording = (passages: Passage[], speakers: Record<string, string> | null = null) => ({
  id,
  passages,
  speakers,
  claimedName: "Планёрка.mp3",
  createdAt: new Date("2026-11-21T10:00:00Z"),
});
const sentence = "Сегодня мы обсудим план работ на неделю, а потом вернёмся к бюджету.";
const long: Passage[] = [
  { from: 0, to: 120, text: `${sentence} `.repeat(25).trim() },
  { from: 120, to: 180, gap: true },
  { from: 180, to: 190, text: "Всё, спасибо <b>& до завтра." },
];
const exact: Passage[] = [
  { from: 1, to: 3, text: "Добрый день.", speaker: "1", exact: true },
  { from: 3, to: 5.5, text: "Здравствуйте!", speaker: "2", exact: true },
];

/** What a player reads, with everything it objects to. */
async function play(passages: Passage[], format: SubtitleFormat, speakers?: Record<string, string>) {
  const { file, caption } = subtitleFile(recording(passages, speakers), format, true, reader, t);
  const content = new TextDecoder().decode(file.bytes);
  const { cues, errors } = await parseText(content, { type: format, strict: false, errors: true });
  expect(errors).toEqual([]);
  return { file, caption, content, cues };
}

test.each(["srt", "vtt"] as const)("a player reads %s without objection, line by line", async (format) => {
  const { cues, file } = await play(long, format);
  expect(file.name).toBe(`Планёрка.${format}`);
  expect(cues.length).toBeGreaterThan(20);
  let end = 0;
  for (const cue of cues) {
    const lines = cue.text.split("\n");
    expect(lines.length).toBeLessThanOrEqual(2);
    for (const line of lines) expect(line.replace(/&\w+;/g, "&").length).toBeLessThanOrEqual(LINE_CHARACTERS);
    expect(cue.startTime).toBeGreaterThanOrEqual(end);
    expect(cue.endTime - cue.startTime).toBeLessThanOrEqual(MAX_CUE_MS / 1000);
    expect(cue.endTime).toBeGreaterThan(cue.startTime);
    end = cue.endTime;
  }
  const words = cues.map(({ text }) => text).join(" ");
  expect(words.match(/бюджету/g)).toHaveLength(25);
  expect(words).toContain("2:00–3:00");
});

test("estimated times say so in the file and under it, and exact ones can be asked for", async () => {
  const note = t("subtitles-estimated");
  const { cues, caption } = await play(long, "srt");
  expect(
    cues
      .slice(-2)
      .map(({ text }) => text)
      .join(" ")
      .replaceAll("\n", " "),
  ).toContain(note.slice(-20));
  expect(caption.html).toBe(note);
  const [button] = caption.buttons?.flat() ?? [];
  expect(button && "data" in button && readTap(button.data)).toEqual({ do: "ask-times", transcriptId: id });
  expect((await play(long, "vtt")).content).toContain(`NOTE ${note}`);
});

test("exact times are kept, with the voices by their names, and nothing is apologised for", async () => {
  const { cues, caption, content } = await play(exact, "vtt", { "2": "Айгуль" });
  expect(cues.map(({ startTime, text }) => [startTime, text])).toEqual([
    [1, "Голос 1: Добрый день."],
    [3, "Айгуль: Здравствуйте!"],
  ]);
  expect(content).not.toContain("NOTE");
  expect(caption).toEqual({ html: t("subtitles-exact") });
});
