import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import type { Listed, Transcript } from "../../domain/transcripts/index.ts";
import { translator } from "../translate.ts";
import { historyCard, historyList } from "./screens.ts";

const t = translator("en");
const reader = { locale: "en", timeZone: "Asia/Almaty" } as const;
const lateEvening = new Date("2026-11-20T21:30:00Z");
const one: Listed = {
  id: newId("trn"),
  claimedName: null,
  createdAt: lateEvening,
  seconds: null,
  state: "delivered",
  source: "voice",
};
const page = { listed: [one], more: false, all: 1 };
const possible = {} as Parameters<typeof historyCard>[1];

test("days and times are by the reader's own clock, on the list and on the card", () => {
  const [[first] = []] = historyList({ ...page, seconds: 5 }, reader, t).buttons ?? [];
  expect(first?.text).toContain("Nov 21");
  const transcript = { ...one, bytes: 10, languages: null, text: null, coverage: null, originalKey: null };
  const { html } = historyCard(transcript as unknown as Transcript, possible, reader, t);
  expect(html).toContain("November 21, 2026");
  expect(html).toContain("02:30 AM GMT+5");
  expect(html).toMatch(/^<b>\S.* 2026-11-21<\/b>/);
});

test("the list says how long everything is together only where something has a length", () => {
  expect(historyList({ ...page, seconds: 125 }, reader, t).html).toContain("2:05");
  expect(historyList({ ...page, seconds: 0 }, reader, t).html).not.toContain("0:00");
});

test("a Kazakh reader gets Kazakh days, and the names of languages", () => {
  const kazakh = { locale: "kk", timeZone: null } as const;
  const [[first] = []] = historyList({ ...page, seconds: 5 }, kazakh, translator("kk")).buttons ?? [];
  expect(first?.text).toContain("21 қар.");
  const transcript = {
    ...one,
    bytes: 10,
    languages: ["kk", "de", "x?"],
    text: "сөз",
    coverage: null,
    originalKey: null,
  };
  const { html } = historyCard(transcript as unknown as Transcript, possible, kazakh, translator("kk"));
  expect(html).toContain("21 қараша 2026 ж.");
  expect(html).toContain("қазақ тілі, Deutsch, x?");
});
