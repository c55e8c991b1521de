import type { Avatar, Training } from "../../domain/avatars/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import type { Reader } from "../dates.ts";
import type { Translate } from "../translate.ts";
import { button, toList } from "./buttons.ts";
import { photoChoice, photosKept } from "./source-photos.ts";

type Named = Pick<Avatar, "id" | "name">;

type Kind = Pick<Training, "isTest" | "isAgain">;

/** A played training makes no avatar; of one that exists it only says that nothing is spent. */
const testMark = ({ isTest, isAgain }: Kind, t: Translate): string =>
  isTest ? t(isAgain ? "avatar-test-order" : "avatar-test") : "";

/**
 * How far a training is. The vendor says no percentage: what is shown is time that went by against what it usually takes,
 * and is called an estimate.
 */
export function trainingStatus(
  { id, name }: Named,
  training: Pick<
    Training,
    "state" | "startedAt" | "queuePosition" | "percent" | "isTest" | "isAgain" | "createdAt"
  >,
  { now, usualSeconds }: { now: Date; usualSeconds: number },
  t: Translate,
): Outgoing {
  return {
    html: [
      testMark(training, t),
      t("training-title", { name: name ?? "" }),
      stageOf(training, now, usualSeconds, t),
      training.isAgain ? t("avatar-trains-again") : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [[button(t, "training-stop", { act: "stop", avatarId: id })]],
  };
}

function stageOf(
  { state, startedAt, queuePosition, percent, createdAt }: Parameters<typeof trainingStatus>[1],
  now: Date,
  usualSeconds: number,
  t: Translate,
): string {
  const minutesSince = (moment: Date) => Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (state === "ordered" || state === "packed") return t("training-packing");
  if (state === "submitting") return t("training-submitting", { minutes: minutesSince(createdAt) });
  if (state === "trained") return t("training-fetching");
  if (percent !== null) return t("training-percent", { percent });
  if (startedAt === null)
    return queuePosition ? t("training-queued-at", { position: queuePosition }) : t("training-queued");
  const left = Math.ceil(usualSeconds / 60) - minutesSince(startedAt);
  const minutes = minutesSince(startedAt);
  return left > 0 ? t("training-running", { minutes, left }) : t("training-slow", { minutes });
}

export const trainingReady = (
  avatar: Avatar,
  training: Kind,
  now: Date,
  reader: Reader,
  t: Translate,
): Outgoing => ({
  html: [
    testMark(training, t),
    t(`training-ready${training.isAgain ? "-again" : ""}${training.isTest ? "-test" : ""}`, {
      name: avatar.name ?? "",
    }),
    avatar.isMain ? t("avatar-is-main") : "",
    photosKept(avatar, now, reader, t),
    photoChoice(avatar, now, t).length > 0 ? t("avatar-photos-choose") : "",
  ]
    .filter(Boolean)
    .join("\n\n"),
  buttons: [
    [button(t, "avatar-open", { act: "card", avatarId: avatar.id })],
    ...photoChoice(avatar, now, t),
    toList(t),
  ],
});

/** What went wrong, whose fault it is, and that nothing was taken. */
export const trainingFailed = (
  { id, name }: Named,
  training: Kind & Pick<Training, "failure">,
  t: Translate,
): Outgoing => ({
  html: [
    testMark(training, t),
    t("training-failed", { name: name ?? "" }),
    t(`training-failure-${training.failure ?? "fault"}`),
    t("training-nothing-taken"),
    training.isAgain ? t("training-still-draws") : "",
  ]
    .filter(Boolean)
    .join("\n\n"),
  buttons: [
    [button(t, "avatar-again", { act: training.isAgain ? "again" : "check", avatarId: id })],
    [button(t, "avatar-open", { act: "card", avatarId: id })],
  ],
});

export const trainingStopped = ({ id, name }: Named, { isAgain }: Kind, t: Translate): Outgoing => ({
  html: [t("training-stopped", { name: name ?? "" }), isAgain ? t("training-still-draws") : ""]
    .filter(Boolean)
    .join("\n\n"),
  buttons: [[button(t, "avatar-open", { act: "card", avatarId: id })], toList(t)],
});

/** One of the day's limits stands against an order: nothing has begun. */
export const orderRefused = ({ id }: Named, reason: string, t: Translate): Outgoing => ({
  html: t(`training-failure-${reason}`),
  buttons: [[button(t, "avatar-open", { act: "card", avatarId: id })]],
});
