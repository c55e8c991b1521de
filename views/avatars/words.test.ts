import { expect, test } from "vitest";
import { PHOTO_FAILURES, TRAINING_FAILURES } from "../../domain/avatars/states.ts";
import { AVATAR_STATES, AVATAR_SUBJECTS, TRAINING_PRESETS } from "../../schema/avatars.ts";
import { translator } from "../translate.ts";
import { photoCount } from "./photos.ts";
import { trainingStatus } from "./training.ts";

test.each(["ru", "en", "kk"] as const)(
  "every failure, state, subject and preset has its words in %s",
  (locale) => {
    const t = translator(locale);
    for (const reason of PHOTO_FAILURES) expect(t(`photo-${reason}`, { count: 2, most: 20 })).toContain("2");
    for (const reason of TRAINING_FAILURES) expect(t(`training-failure-${reason}`)).not.toBe("");
    for (const state of AVATAR_STATES) expect(t(`avatar-state-${state}`)).not.toBe("");
    for (const preset of TRAINING_PRESETS)
      expect(t(`training-preset-${preset}`) && t(`training-preset-${preset}-about`)).not.toBe("");
    for (const subject of AVATAR_SUBJECTS) expect(t(`avatar-${subject}`)).not.toBe("");
  },
);

const t = translator("en");
const limits = { least: 10, most: 20, facesAreSeen: true };
const photo = (
  state: "kept" | "refused" | "received",
  failure: string | null = null,
  likeness = "0".repeat(16),
) => ({
  id: "pho_1",
  state,
  failure,
  likeness,
  width: 900,
  height: 1200,
});
const about = { id: "avt_1", name: "<Anna>", subject: "woman", state: "draft" } as const;

test("the count says what is taken, what is not and why, and what is still needed", () => {
  const photos = [photo("kept"), photo("refused", "blurred"), photo("refused", "blurred"), photo("received")];
  const { html, buttons } = photoCount(about, photos, limits, t);
  expect(html).toContain("&lt;Anna&gt;</b>: 1 taken");
  expect(html).toContain("Not taken: 2");
  expect(html).toContain("blurred: 2");
  expect(html).toContain("Looking at 1 more");
  expect(html).toContain("9 more photos are needed");
  expect(buttons?.flat().map(({ text }) => text)).not.toContain(t("photos-review"));
});

test("with enough photos the order is offered; many that look alike are said", () => {
  const { html, buttons } = photoCount(
    about,
    Array.from({ length: 10 }, () => photo("kept")),
    limits,
    t,
  );
  expect(html).toContain("Nearly the same: 10");
  expect(buttons?.flat().map(({ text }) => text)).toContain(t("photos-review"));
});

test("progress is called an estimate, and is never made up when it takes longer", () => {
  const now = new Date("2026-11-21T10:00:00Z");
  const training = {
    state: "training",
    queuePosition: null,
    percent: null,
    isTest: false,
    isAgain: false,
    createdAt: now,
  } as const;
  const after = (minutes: number) =>
    trainingStatus(
      about,
      { ...training, startedAt: new Date(now.getTime() - minutes * 60_000) },
      { now, usualSeconds: 900 },
      t,
    ).html;
  expect(after(5)).toContain("about 10 min to go (an estimate)");
  expect(after(30)).toContain("longer than usual");
  expect(
    trainingStatus(about, { ...training, isTest: true, startedAt: null }, { now, usualSeconds: 900 }, t).html,
  ).toContain("TEST");
});
