import { expect, test } from "vitest";
import type { Avatar } from "../../domain/avatars/index.ts";
import { translator } from "../translate.ts";
import { againReview, avatarReview, type Review } from "./review.ts";

const t = translator("en");
const now = new Date("2026-11-21T10:00:00Z");
const avatar = { id: "avt_1", name: "<Anna>", subject: "woman", photosUntil: null } as Avatar;
const order: Review = {
  photos: 12,
  waiting: 0,
  least: 10,
  coins: 150,
  available: 200,
  free: false,
  preset: "fast",
  minutes: 8,
  isMeasured: false,
  isTest: false,
  facesUnseen: 0,
  now,
  reader: { locale: "en", timeZone: "UTC" },
};
const taps = ({ buttons = [] }: ReturnType<typeof againReview>): string[] =>
  buttons.flat().flatMap((one) => ("data" in one && one.data ? [one.data] : []));

test("the preset that holds is marked, and its time is called an estimate until it was measured", () => {
  const { html, buttons } = avatarReview(avatar, order, t);
  expect(html).toContain("&lt;Anna&gt;");
  expect(html).toContain("about 8 min (an estimate)");
  expect(buttons?.[0]?.map(({ text }) => text)).toEqual(["✓ ⚡ Fast", "⚖️ Balanced", "💎 Quality"]);
  expect(avatarReview(avatar, { ...order, isMeasured: true }, t).html).toContain("by the latest trainings");
});

test("without enough coins or photos there is nothing to order, and it is said what is missing", () => {
  for (const [review, act] of [
    [avatarReview, "av.order:avt_1"],
    [againReview, "av.retrain:avt_1"],
  ] as const) {
    expect(taps(review(avatar, order, t))).toContain(act);
    const poor = review(avatar, { ...order, available: 100 }, t);
    expect(taps(poor)).not.toContain(act);
    expect(poor.html).toContain("Missing: 50");
    expect(poor.buttons?.flat().map(({ text }) => text)).toContain(t("menu-topup"));
    for (const few of [{ photos: 9 }, { waiting: 1 }]) {
      const early = review(avatar, { ...order, ...few }, t);
      expect(taps(early)).not.toContain(act);
      expect(early.html).toContain("at least 10");
    }
  }
});

test("a further training says how long its photos stay; from photos that are going, or gone, none can be ordered", () => {
  expect(againReview(avatar, order, t).html).toContain("kept until you delete them");
  const dated = { ...avatar, photosUntil: new Date("2026-12-21T10:00:00Z") };
  expect(againReview(dated, order, t).html).toContain("until December 21, 2026");
  const going = againReview({ ...avatar, photosUntil: now }, order, t);
  expect(going.html).toContain("are being deleted");
  expect(taps(going)).not.toContain("av.retrain:avt_1");
  const gone = againReview(avatar, { ...order, photos: 0 }, t);
  expect(gone.html).toContain("have been deleted");
  expect(taps(gone)).toContain("av.go:avt_1");
  expect(taps(gone)).not.toContain("av.retrain:avt_1");
});
