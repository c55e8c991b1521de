import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import type { Found } from "../../domain/search/index.ts";
import { translator } from "../translate.ts";
import { placeFound } from "./place.ts";

const t = translator("en");
const reader = { locale: "en", timeZone: null } as const;
const stretch = (position: number, said: string, seconds: number | null = 90): Found => ({
  transcriptId: newId("trn"),
  position,
  claimedName: "meeting.ogg",
  createdAt: new Date(0),
  seconds,
  fromSeconds: position * 30,
  toSeconds: position * 30 + 30,
  said,
});

test("a place is its whole paragraph with the words marked, its neighbours, and a way to hear it", () => {
  const here = stretch(2, "First something else. Then <the> budget was agreed.");
  const { html, buttons } = placeFound(
    { here, before: stretch(1, "Good morning."), after: stretch(3, "Lunch.") },
    "budgets",
    reader,
    t,
  );
  expect(html.split("\n\n")).toEqual([
    "<b>meeting</b>",
    "<i>[0:30] Good morning.</i>",
    "[1:00] First something else. Then &lt;the&gt; <b>budget</b> was agreed.",
    "<i>[1:30] Lunch.</i>",
  ]);
  expect(buttons?.[0]?.[0]).toMatchObject({
    text: "▶ 1:12",
    data: expect.stringMatching(`^hs.play:${here.transcriptId}:72$`),
  });
});

test("a text has no times and nothing to play; the longest of places fits into a message", () => {
  const words = "many words <b> & ".repeat(300);
  const place = {
    here: stretch(1, `${words} budget ${words}`, null),
    before: stretch(0, words),
    after: null,
  };
  const { html, buttons } = placeFound(place, "budget", reader, t);
  expect(html).toContain("<b>budget</b>");
  expect(html.replace(/<[^>]+>/g, "").replace(/&\w+;/g, "x").length).toBeLessThan(4096);
  expect(JSON.stringify(buttons)).not.toContain("hs.play");
});
