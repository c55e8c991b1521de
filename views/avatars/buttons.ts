import type { Button } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";
import { type AvatarTap, packAvatarTap } from "./taps.ts";

/** A button that asks for something about avatars. */
export const button = (t: Translate, key: string, tap: AvatarTap): Button => ({
  text: t(key),
  data: packAvatarTap(tap),
});

export const toList = (t: Translate): Button[] => [button(t, "avatars-to-list", { act: "list" })];
