import { expect, test } from "vitest";
import type { Avatar } from "../../domain/avatars/index.ts";
import type { Image, Picture } from "../../domain/images/index.ts";
import { DRAFT_FAILURES, IMAGE_FAILURES } from "../../domain/images/states.ts";
import { newId } from "../../domain/new-id.ts";
import { CAPTION_UNITS, TEXT_UNITS } from "../../ports/telegram/message.ts";
import { translator } from "../translate.ts";
import { albumCaption, resultButtons, resultCaption } from "./result.ts";
import { drawingFailed, drawingStatus } from "./status.ts";
import { promptScreen } from "./wish.ts";

const image = {
  id: newId("img"),
  source: "words",
  words: "<".repeat(2000),
  prompt: "&".repeat(2000),
  asWritten: false,
  ratio: "3:4",
  count: 4,
  quotedCoins: 20,
  failure: null,
  freeReason: null,
  isTest: true,
  orderedAt: new Date(0),
  queuePosition: null,
  state: "draft",
} as unknown as Image;
const avatar = { id: newId("avt"), name: "Имя".repeat(16), isTest: true, trigger: "TOK" } as Avatar;
const pictures = Array.from({ length: 4 }, () => ({ id: newId("pic"), isFavourite: false }) as Picture);
const about = { avatar, coins: 20, available: 5, free: false, isTest: true, writes: false, checks: false };
/** What Telegram counts: the text without its markup. */
const units = (html: string) => html.replace(/<[^>]+>/g, "").replace(/&(?:amp|lt|gt);/g, "x").length;

test.each(["ru", "en", "kk"] as const)(
  "in %s the longest wish and prompt fit into a message and a caption",
  (locale) => {
    const t = translator(locale);
    for (const failure of [null, ...DRAFT_FAILURES])
      expect(units(promptScreen({ ...image, failure }, about, t).html)).toBeLessThanOrEqual(TEXT_UNITS);
    expect(units(albumCaption({ image, avatar }, t).html)).toBeLessThanOrEqual(CAPTION_UNITS);
    expect(units(resultCaption({ image, avatar }, pictures.slice(0, 1), t).html)).toBeLessThanOrEqual(
      CAPTION_UNITS,
    );
  },
);

test.each(["ru", "en", "kk"] as const)("in %s every failure and every stage has its words", (locale) => {
  const t = translator(locale);
  for (const failure of IMAGE_FAILURES) expect(drawingFailed({ ...image, failure }, t).html).not.toBe("");
  for (const source of ["words", "upscale"] as const)
    for (const state of ["ordered", "submitting", "drawing", "drawn"] as const)
      for (const queuePosition of [null, 3])
        for (const name of [avatar, null]) {
          const facts = { avatar: name, now: new Date(300_000), isChecked: false };
          expect(drawingStatus({ ...image, source, state, queuePosition }, facts, t).html).not.toBe("");
        }
});

test("who has not enough coins can get more, and cannot order", () => {
  const data = JSON.stringify(promptScreen(image, about, translator("en")).buttons);
  expect(data).not.toContain("pi.draw");
  expect(data).toContain("topup");
  expect(
    JSON.stringify(promptScreen(image, { ...about, available: 20 }, translator("en")).buttons),
  ).toContain("pi.draw");
});

test("each picture of an album has its own buttons; an enlarged one is not enlarged again", () => {
  const t = translator("en");
  const rows = resultButtons({ ...image, isTest: false }, pictures, t);
  for (const act of ["vary", "up", "star"])
    expect(rows.flat().filter((key) => "data" in key && key.data.startsWith(`pi.${act}:`))).toHaveLength(4);
  const enlarged = JSON.stringify(
    resultButtons({ ...image, isTest: false, source: "upscale" }, pictures.slice(0, 1), t),
  );
  expect(enlarged).not.toMatch(/pi\.(up|vary|again)/);
});

test("whatever becomes of a wish there is a way on: once more, word for word, or told anew", () => {
  const t = translator("ru");
  const acts = (facts: Partial<Image>) =>
    (promptScreen({ ...image, prompt: null, ...facts }, about, t).buttons ?? [])
      .flat()
      .flatMap((key) =>
        "data" in key ? (/^pi\.(retry|exact|words|voice|photo):/.exec(key.data)?.[1] ?? []) : [],
      );
  expect(acts({ failure: "writing-down" })).toEqual(["retry", "exact", "words"]);
  expect(acts({ failure: "ceiling-user" })).toEqual(["retry", "exact", "words"]);
  expect(acts({ failure: "prompt-declined" })).toEqual(["exact", "words"]);
  expect(acts({ failure: "prompt-minor" })).toEqual(["words"]);
  expect(acts({ failure: "speech-down", source: "voice", words: null })).toEqual(["retry", "voice", "words"]);
  expect(acts({ failure: "voice-empty", source: "voice", words: null })).toEqual(["voice", "words"]);
  expect(acts({ failure: "vision-down", source: "photo" })).toEqual(["retry", "photo", "words"]);
});
