import { type Avatar, isUnderWay, type Training } from "../../domain/avatars/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { packTap } from "../callbacks.ts";
import { type Reader, sayDay } from "../dates.ts";
import type { Translate } from "../translate.ts";
import { button, toList } from "./buttons.ts";
import { photoChoice, photosKept } from "./source-photos.ts";
import { packAvatarTap } from "./taps.ts";

export const nameOf = ({ name }: Pick<Avatar, "name">, t: Translate): string => name ?? t("avatar-nameless");

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
  {
    avatar,
    training,
    photos,
    now,
    reader,
  }: { avatar: Avatar; training: Training | null; photos: number; now: Date; reader: Reader },
  t: Translate,
): Outgoing {
  const { id, state, isMain, isTest, subject, failure } = avatar;
  const facts = {
    name: nameOf(avatar, t),
    subject: t(`avatar-${subject}`),
    state: t(`avatar-state-${state}`),
    photos,
    date: sayDay(avatar.createdAt, reader),
  };
  const marks = [
    isTest || (state !== "ready" && training?.isTest) ? t("avatar-test") : "",
    isMain ? t("avatar-is-main") : "",
    state === "failed" && failure ? t(`training-failure-${failure}`) : "",
    state === "ready" && isUnderWay(training) ? t("avatar-trains-again") : "",
    state === "ready" && photos > 0 ? photosKept(avatar, now, reader, t) : "",
  ];
  const about = (
    key: string,
    act: "go" | "photos" | "check" | "again" | "main" | "name" | "stop" | "del",
  ) => [button(t, key, { act, avatarId: id })];
  const isOpen = state === "draft" || state === "failed";
  return {
    html: [t("avatar-card", facts), ...marks.filter(Boolean)].join("\n\n"),
    buttons: [
      ...(isOpen ? [about("avatar-go", "go")] : []),
      ...(state === "failed" ? [about("avatar-again", "check")] : []),
      ...(state === "ready" && !isMain && !isTest ? [about("avatar-make-main", "main")] : []),
      ...(photos > 0 ? [about("photos-look", "photos")] : []),
      ...(isUnderWay(training) ? [about("training-stop", "stop")] : []),
      ...(state === "ready" && !isUnderWay(training) ? [about("avatar-again", "again")] : []),
      ...(state === "ready" && photos > 0 ? photoChoice(avatar, now, t) : []),
      [...about("avatar-rename", "name"), ...about("avatar-delete", "del")],
      toList(t),
    ],
  };
}

/** Asks before anything is deleted; `pictures`: so many were drawn with it, and they may stay. */
export const deleteQuestion = (avatar: Avatar, pictures: number, t: Translate): Outgoing => {
  const about = (key: string, act: "erase" | "wipe" | "card") => [
    button(t, key, { act, avatarId: avatar.id }),
  ];
  const name = nameOf(avatar, t);
  return {
    html: [
      t("avatar-delete-question", { name }),
      pictures > 0 ? t("avatar-delete-pictures", { pictures }) : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [
      ...(pictures > 0
        ? [about("avatar-delete-keep", "erase"), about("avatar-delete-all", "wipe")]
        : [about("avatar-delete-yes", "erase")]),
      about("avatar-back", "card"),
    ],
  };
};

/** An avatar that is not there, or not theirs: the same word for both. */
export const avatarGone = (t: Translate): Outgoing => ({ html: t("avatar-gone"), buttons: [toList(t)] });

/** What becomes of its pictures is said, too. */
export const avatarDeleted = (pictures: "kept" | "gone", t: Translate): Outgoing => ({
  html: `${t("avatar-deleted")}\n\n${t(`avatar-pictures-${pictures}`)}`,
  buttons: [toList(t)],
});
