import type { Avatar, Training } from "../../domain/avatars/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { packTap } from "../callbacks.ts";
import type { Translate } from "../translate.ts";
import { button, toList } from "./buttons.ts";
import { packAvatarTap } from "./taps.ts";

const nameOf = ({ name }: Pick<Avatar, "name">, t: Translate): string => name ?? t("avatar-nameless");

const SIGNS: Record<string, string> = { draft: "✏️", training: "⏳", ready: "✅", failed: "⚠️" };

/** A person's avatars, and the way to a new one. */
export const avatarList = (avatars: readonly Avatar[], t: Translate): Outgoing => ({
  html: avatars.length > 0 ? t("avatars", { avatars: avatars.length }) : t("avatars-none"),
  buttons: [
    ...avatars.map((avatar): Button[] => [
      {
        text: [avatar.isMain ? "⭐" : SIGNS[avatar.state], avatar.isTest ? "🧪" : "", nameOf(avatar, t)]
          .filter(Boolean)
          .join(" "),
        data: packAvatarTap({ act: "card", avatarId: avatar.id }),
      },
    ]),
    [button(t, "avatars-new", { act: "new" })],
    [{ text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) }],
  ],
});

/** One avatar: what it is, how it stands, and what can be done with it. */
export function avatarCard(
  { avatar, training, photos }: { avatar: Avatar; training: Training | null; photos: number },
  t: Translate,
): Outgoing {
  const { id, state, isMain, isTest, subject, failure } = avatar;
  const facts = {
    name: nameOf(avatar, t),
    subject: t(`avatar-${subject}`),
    state: t(`avatar-state-${state}`),
    photos,
    date: avatar.createdAt.toISOString().slice(0, 10),
  };
  const marks = [
    isTest || training?.isTest ? t("avatar-test") : "",
    isMain ? t("avatar-is-main") : "",
    state === "failed" && failure ? t(`training-failure-${failure}`) : "",
    avatar.photosUntil
      ? t("avatar-photos-until", { date: avatar.photosUntil.toISOString().slice(0, 10) })
      : "",
  ];
  const about = (
    key: string,
    act: "go" | "photos" | "check" | "main" | "name" | "stop" | "forget" | "del",
  ) => [button(t, key, { act, avatarId: id })];
  const isOpen = state === "draft" || state === "failed";
  return {
    html: [t("avatar-card", facts), ...marks.filter(Boolean)].join("\n\n"),
    buttons: [
      ...(isOpen ? [about("avatar-go", "go")] : []),
      ...(state === "failed" ? [about("avatar-again", "check")] : []),
      ...(state === "ready" && !isMain && !isTest ? [about("avatar-make-main", "main")] : []),
      ...(photos > 0 ? [about("photos-look", "photos")] : []),
      ...(state === "training" ? [about("training-stop", "stop")] : []),
      ...(state === "ready" && avatar.photosUntil ? [about("avatar-forget", "forget")] : []),
      [...about("avatar-rename", "name"), ...about("avatar-delete", "del")],
      toList(t),
    ],
  };
}

export const deleteQuestion = (avatar: Avatar, t: Translate): Outgoing => ({
  html: t("avatar-delete-question", { name: nameOf(avatar, t) }),
  buttons: [
    [button(t, "avatar-delete-yes", { act: "erase", avatarId: avatar.id })],
    [button(t, "avatar-back", { act: "card", avatarId: avatar.id })],
  ],
});

/** Everything at a glance before the coins are set aside. */
export function avatarReview(
  avatar: Avatar,
  order: {
    photos: number;
    waiting: number;
    least: number;
    coins: number;
    available: number;
    free: boolean;
    minutes: number;
    isTest: boolean;
    /** Photos whose faces nobody has looked at. */
    facesUnseen: number;
  },
  t: Translate,
): Outgoing {
  const { id, subject } = avatar;
  const short = order.coins > order.available;
  const ready = order.photos >= order.least && order.waiting === 0;
  return {
    html: [
      t("avatar-review", {
        name: nameOf(avatar, t),
        subject: t(`avatar-${subject}`),
        photos: order.photos,
        minutes: order.minutes,
      }),
      order.free
        ? ""
        : t("avatar-review-price", {
            price: t("coins", { coins: order.coins }),
            available: t("coins", { coins: order.available }),
          }),
      order.isTest ? t("avatar-test-order") : "",
      short && !order.free ? t("avatar-review-short", { missing: order.coins - order.available }) : "",
      ready ? "" : t("avatar-review-not-ready", { least: order.least }),
      order.facesUnseen > 0 ? t("avatar-review-faces-unseen", { photos: order.facesUnseen }) : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [
      ...(ready && !short ? [[button(t, "avatar-order", { act: "order", avatarId: id })]] : []),
      ...(ready && short ? [[button(t, "avatar-review-again", { act: "check", avatarId: id })]] : []),
      [button(t, "photos-look", { act: "photos", avatarId: id })],
      [button(t, "avatar-back-to-photos", { act: "go", avatarId: id })],
    ],
  };
}

/** An avatar that is not there, or not theirs: the same word for both. */
export const avatarGone = (t: Translate): Outgoing => ({ html: t("avatar-gone"), buttons: [toList(t)] });

export const avatarDeleted = (t: Translate): Outgoing => ({
  html: t("avatar-deleted"),
  buttons: [toList(t)],
});
