import type { Avatar, Preset } from "../../domain/avatars/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { TRAINING_PRESETS } from "../../schema/avatars.ts";
import type { Reader } from "../dates.ts";
import { moreCoins } from "../more-coins.ts";
import type { Translate } from "../translate.ts";
import { button } from "./buttons.ts";
import { nameOf } from "./card.ts";
import { photosKept } from "./source-photos.ts";
import { packAvatarTap } from "./taps.ts";

/** What is known about a training before it is ordered. */
export interface Review {
  photos: number;
  waiting: number;
  least: number;
  coins: number;
  available: number;
  free: boolean;
  preset: Preset;
  minutes: number;
  /** Earlier trainings of this kind took so long; otherwise it is an estimate. */
  isMeasured: boolean;
  isTest: boolean;
  /** Photos whose faces nobody has looked at. */
  facesUnseen: number;
  now: Date;
  reader: Reader;
}

/** Everything at a glance before the coins are set aside. */
export function avatarReview(avatar: Avatar, order: Review, t: Translate): Outgoing {
  const { id, subject } = avatar;
  const { isReady, isShort } = judge(order);
  return {
    html: [
      t("avatar-review", {
        name: nameOf(avatar, t),
        subject: t(`avatar-${subject}`),
        photos: order.photos,
      }),
      ...terms(order, t),
      isReady ? "" : t("avatar-review-not-ready", { least: order.least }),
      order.facesUnseen > 0 ? t("avatar-review-faces-unseen", { photos: order.facesUnseen }) : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [
      presetRow(id, order.preset, t),
      ...(isReady && !isShort ? [[button(t, "avatar-order", { act: "order", avatarId: id })]] : []),
      ...(isReady && isShort
        ? [moreCoins(t), [button(t, "avatar-review-again", { act: "check", avatarId: id })]]
        : []),
      [button(t, "photos-look", { act: "photos", avatarId: id })],
      [button(t, "avatar-back-to-photos", { act: "go", avatarId: id })],
    ],
  };
}

/** The same for an avatar that is ready: what it costs to train it again, from which photos, and what becomes of it meanwhile. */
export function againReview(avatar: Avatar, order: Review, t: Translate): Outgoing {
  const { id } = avatar;
  const { isReady, isShort } = judge(order);
  const isGoing = avatar.photosUntil !== null && avatar.photosUntil <= order.now;
  const canOrder = isReady && !isGoing;
  return {
    html: [
      t("avatar-again-review", { name: nameOf(avatar, t), photos: order.photos }),
      ...(order.photos === 0 && order.waiting === 0
        ? [t("avatar-again-no-photos", { least: order.least })]
        : [
            photosKept(avatar, order.now, order.reader, t),
            ...terms(order, t),
            canOrder ? "" : t("avatar-review-not-ready", { least: order.least }),
          ]),
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [
      ...(canOrder ? [presetRow(id, order.preset, t)] : []),
      ...(canOrder && !isShort ? [[button(t, "avatar-retrain", { act: "retrain", avatarId: id })]] : []),
      ...(canOrder && isShort
        ? [moreCoins(t), [button(t, "avatar-review-again", { act: "again", avatarId: id })]]
        : []),
      ...(isGoing ? [] : [[button(t, "avatar-add-photos", { act: "go", avatarId: id })]]),
      ...(order.photos > 0 ? [[button(t, "photos-look", { act: "photos", avatarId: id })]] : []),
      [button(t, "avatar-back", { act: "card", avatarId: id })],
    ],
  };
}

const judge = ({ photos, least, waiting, coins, available, free }: Review) => ({
  isReady: photos >= least && waiting === 0,
  isShort: !free && coins > available,
});

/** How it will be trained, how long that takes, what it costs, and what is missing. */
const terms = (order: Review, t: Translate): string[] => [
  [
    t("training-preset", { preset: t(`training-preset-${order.preset}`) }),
    t(`training-preset-${order.preset}-about`),
    t(order.isMeasured ? "avatar-review-measured" : "avatar-review-estimated", { minutes: order.minutes }),
  ].join("\n"),
  order.free
    ? ""
    : t("avatar-review-price", {
        price: t("coins", { coins: order.coins }),
        available: t("coins", { coins: order.available }),
      }),
  order.isTest ? t("avatar-test-order") : "",
  judge(order).isShort ? t("avatar-review-short", { missing: order.coins - order.available }) : "",
];

const presetRow = (avatarId: string, chosen: Preset, t: Translate): Button[] =>
  TRAINING_PRESETS.map((preset) => ({
    text: `${preset === chosen ? "✓ " : ""}${t(`training-preset-${preset}`)}`,
    data: packAvatarTap({ act: preset, avatarId }),
  }));
