import { expect, test } from "vitest";
import { newId } from "../domain/new-id.ts";
import type { Passage } from "../domain/transcripts/index.ts";
import { readTap } from "./callbacks.ts";
import { recordingResult } from "./recording.ts";
import { translator } from "./translate.ts";
import { voiceScreen, voicesScreen } from "./voices.ts";

const t = translator("en");
const id = newId("trn");
const passages: Passage[] = [
  { from: 0, to: 4, text: "Good morning & <welcome>.", speaker: "1", exact: true },
  { from: 4, to: 6, text: "Hello.", speaker: "2", exact: true },
  { from: 6, to: 9, text: "Let us begin.", speaker: "1", exact: true },
];
const transcript = { id, passages, speakers: { "2": "Bob & Co" } };
const taps = (screen: ReturnType<typeof voicesScreen> | null) =>
  (screen?.buttons ?? []).flat().map((button) => ("data" in button ? readTap(button.data) : null));

test("every voice is shown once, by its name or number, with its longest words", () => {
  const screen = voicesScreen(transcript, t);
  expect(screen.html).toContain("<b>Voice 1</b>: «Good morning &amp; &lt;welcome&gt;.»");
  expect(screen.html).toContain("<b>Bob &amp; Co</b>: «Hello.»");
  expect(screen.buttons?.flat().map(({ text }) => text)).toEqual(["✏️ Voice 1", "✏️ Bob & Co"]);
  expect(taps(screen)[1]).toEqual({ do: "voice", transcriptId: id, voice: "2" });
});

test("a voice is named by the glossary or a reply; one that is not there cannot be", () => {
  const screen = voiceScreen(transcript, "1", ["Айгуль", "Kaspi"], t);
  expect(screen?.html).toContain("Good morning &amp; &lt;welcome&gt;");
  expect(taps(screen)).toEqual([
    { do: "name", transcriptId: id, voice: "1", choice: 0 },
    { do: "name", transcriptId: id, voice: "1", choice: 1 },
    { do: "voices-here", transcriptId: id },
  ]);
  expect(voiceScreen(transcript, "3", [], t)).toBeNull();
});

const shown = (more: object, possible = { speakers: true, writing: false }) =>
  recordingResult(
    {
      id,
      passages,
      claimedName: null,
      createdAt: new Date(0),
      coverage: 1,
      speakers: null,
      reusedFrom: null,
      ...more,
    },
    { locale: "en", timeZone: null },
    t,
    possible,
  ).message;
const verbs = (message: ReturnType<typeof shown>) => taps(message).flatMap((tap) => tap?.do ?? []);

const FILES = ["srt", "vtt", "txt", "md", "docx", "pdf", "json"];

test("a text offers what makes sense for it, and no more", () => {
  expect(verbs(shown({}))).toEqual([...FILES, "voices"]);
  const plain = [{ from: 0, to: 9, text: "words" }];
  expect(verbs(shown({ passages: plain }))).toEqual([...FILES, "ask-speakers"]);
  expect(verbs(shown({ passages: plain }, { speakers: false, writing: false }))).toEqual([...FILES]);
  expect(verbs(shown({ passages: [], reusedFrom: newId("trn") }))).toEqual(["ask-anew"]);
  const gap = [...plain, { from: 9, to: 20, gap: true }];
  expect(verbs(shown({ passages: gap, coverage: 0.5 }))).toEqual(["fill", ...FILES, "ask-speakers"]);
});

test("what has no sound is not heard again, and what has no times makes no subtitles", () => {
  const reusedFrom = newId("trn");
  const [, , ...files] = FILES;
  const text = { passages: [{ from: 0, to: 0, text: "words" }], container: "pdf", reusedFrom };
  expect(verbs(shown(text))).toEqual(files);
  expect(verbs(shown({ ...text, passages: [{ from: 1, to: 2, text: "words" }], container: "srt" }))).toEqual(
    FILES,
  );
  const dialogue = [
    { from: 0, to: 4, text: "Hello.", speaker: "1" },
    { from: 4, to: 9, gap: true, speaker: "2" },
  ];
  expect(verbs(shown({ passages: dialogue, source: "conversation", reusedFrom }))).toEqual([
    ...FILES,
    "voices",
  ]);
});

test("what one voice says in one go is one paragraph with its time", () => {
  const turn = (from: number, text: string, speaker: string): Passage => ({
    from,
    to: from + 2,
    text,
    speaker,
    exact: true,
  });
  const dialogue = [
    turn(0, "One.", "1"),
    turn(2, "Two.", "1"),
    turn(4, "Three.", "2"),
    turn(6, "Four.", "1"),
  ];
  expect(shown({ passages: dialogue, speakers: { "1": "Ann" } }).html).toBe(
    "[0:00] Ann: One. Two.\n\n[0:04] Voice 2: Three.\n\n[0:06] Ann: Four.",
  );
});

test("warnings name the place and the reason, the share that was heard, and do not drown the text", () => {
  const one = shown({ passages: [{ from: 0, to: 9, text: "la la", doubt: "loop" }] }).html;
  expect(one).toBe(`la la\n\n${t("doubt-whole", { reason: t("doubt-loop") })}`);
  const silent = shown({ passages: [{ from: 0, to: 9, text: "", doubt: "empty" }] });
  expect(silent.html).toContain(t("no-speech"));
  expect(silent.html).toContain(t("doubt-empty"));
  const many = Array.from({ length: 20 }, (_, i) => ({
    from: i * 60,
    to: i * 60 + 60,
    text: `part ${i}`,
    ...(i % 2 === 0 && { doubt: "sparse" }),
  }));
  const { html } = shown({ passages: many, coverage: 0.979 });
  expect(html).toContain(t("coverage", { percent: 97 }));
  expect(html.match(/⚠️/g)).toHaveLength(7);
  expect(html).toContain(t("doubts-more", { count: 5 }));
  expect(shown({ coverage: 0.98 }).html).not.toContain("⚠️");
});
