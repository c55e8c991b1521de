import { expect, test } from "vitest";
import { newId } from "../domain/new-id.ts";
import { readTap } from "./callbacks.ts";
import { recordingFailed, recordingResult, recordingStatus } from "./recording.ts";
import { translator } from "./translate.ts";

const t = translator("ru");
const reader = { locale: "ru", timeZone: null } as const;
const recording = (text: string | null, claimedName: string | null = null) => ({
  passages: text === "" ? [] : [{ from: 0, to: 9, text: text ?? "" }],
  claimedName,
  // In Moscow it is the next day already.
  createdAt: new Date("2026-11-20T22:00:00Z"),
});

test("4096 units are one message, one more is a file with a preview that fits a caption", () => {
  const fits = "я".repeat(4096);
  expect(recordingResult(recording(fits), reader, t)).toEqual({ message: { html: fits } });
  const long = `${"слово ".repeat(700)}конец`;
  const { message, file } = recordingResult(recording(long), reader, t);
  expect(message.html.length).toBeLessThanOrEqual(1024);
  expect(new TextDecoder().decode(file?.bytes)).toBe(long);
  expect(file?.name).toBe("Расшифровка 2026-11-21.txt");
});

test("the preview counts what the reader sees, not the escapes", () => {
  const { message } = recordingResult(recording("<&> ".repeat(2000)), reader, t);
  const seen = message.html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  expect(seen.length).toBeLessThanOrEqual(1024);
  expect(message.html).not.toMatch(/<[^/b]/);
});

test("silence is said, not sent as an empty message", () => {
  expect(recordingResult(recording(""), reader, t).message.html).toBe(t("no-speech"));
});

test.each([
  ["Планёрка.mp3", "Планёрка.txt"],
  ["../../etc/passwd", ".. .. etc passwd.txt"],
  ["a\u202egnp.exe", "a gnp.txt"],
  ["  .ogg", "Расшифровка 2026-11-21.txt"],
])("the file is named after the recording, without tricks: %s", (claimed, name) => {
  expect(recordingResult(recording("x".repeat(5000), claimed), reader, t).file?.name).toBe(name);
});

test("a failure can be retried, a refusal cannot: the file would be the same", () => {
  const id = newId("trn");
  const buttons = (failure: string) => recordingFailed({ id, failure }, t).buttons?.flat() ?? [];
  const [retry] = buttons("speech-down");
  expect(retry && "data" in retry && readTap(retry.data)).toEqual({ do: "retry", transcriptId: id });
  expect(buttons("not-media")).toEqual([]);
});

test("the status can be stopped by its button", () => {
  const id = newId("trn");
  const [button] = recordingStatus({ stage: "fetching" }, id, t).buttons?.flat() ?? [];
  expect(button && "data" in button && readTap(button.data)).toEqual({ do: "cancel", transcriptId: id });
});
