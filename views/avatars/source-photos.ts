import type { Avatar } from "../../domain/avatars/index.ts";
import type { Button } from "../../ports/telegram/message.ts";
import { type Reader, sayDay } from "../dates.ts";
import type { Translate } from "../translate.ts";
import { button } from "./buttons.ts";

type Keeper = Pick<Avatar, "id" | "photosUntil">;

/** How long the source photos of a ready avatar stay. */
export function photosKept({ photosUntil }: Keeper, now: Date, reader: Reader, t: Translate): string {
  if (photosUntil === null) return t("avatar-photos-kept");
  if (photosUntil <= now) return t("avatar-photos-go");
  return t("avatar-photos-until", { date: sayDay(photosUntil, reader) });
}

/** What its owner can choose instead: away with them now, or another way of keeping them. */
export function photoChoice({ id, photosUntil }: Keeper, now: Date, t: Translate): Button[][] {
  if (photosUntil !== null && photosUntil <= now) return [];
  return [
    [button(t, "avatar-forget", { act: "forget", avatarId: id })],
    [
      photosUntil === null
        ? button(t, "avatar-keep-usual", { act: "usual", avatarId: id })
        : button(t, "avatar-keep", { act: "keep", avatarId: id }),
    ],
  ];
}
