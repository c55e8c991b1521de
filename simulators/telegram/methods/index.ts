import type { Method } from "../simulation.ts";
import { chatting } from "./chats.ts";
import { editing } from "./edit.ts";
import { sendingMedia } from "./media.ts";
import { paying } from "./payments.ts";
import { introducing } from "./profile.ts";
import { answering } from "./queries.ts";
import { receiving } from "./receiving.ts";
import { sending } from "./send.ts";

const methods: Record<string, Method> = {
  ...receiving,
  ...introducing,
  ...sending,
  ...sendingMedia,
  ...editing,
  ...chatting,
  ...answering,
  ...paying,
};

const byName = new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]));

/** What carries out a method, by its name in any case; nothing for those that are not simulated. */
export const findHandler = (name: string): Method | undefined => byName.get(name.toLowerCase());
