import type { Button } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";
import { type ImageTap, packImageTap } from "./taps.ts";

/** A button that asks for something about pictures. */
export const button = (
  t: Translate,
  key: string,
  tap: ImageTap,
  args: Record<string, string | number> = {},
): Button => ({ text: t(key, args), data: packImageTap(tap) });

/** The same below a result, which stays as it is. */
export const toNext = (t: Translate): Button[] => [button(t, "pictures-home", { act: "begin" })];

export const toHome = (t: Translate): Button[] => [button(t, "pictures-home", { act: "home" })];
