import { randomBytes, randomInt } from "node:crypto";
import type { Simulation } from "../simulation.ts";
import type { Message, Update, User } from "../wire.ts";
import { openRoom } from "../world.ts";
import { privateChat } from "./enter.ts";
import { makeGroups } from "./groups.ts";
import { makeSenders } from "./send.ts";
import { makeTouches } from "./touch.ts";

export type { Person } from "./enter.ts";
export type { GroupOptions } from "./groups.ts";
export type { AlbumItem, MediaOptions, SendOptions } from "./send.ts";

/** What people do. Every step reaches the bot as an update. */
export type People = ReturnType<typeof makePeople>;

export function makePeople(simulation: Simulation) {
  const { world, outbox, events } = simulation;
  return {
    ...makeSenders(simulation),
    ...makeTouches(simulation),
    ...makeGroups(simulation),

    addUser(fields: Partial<Omit<User, "is_bot">> = {}): User {
      const id = fields.id ?? randomInt(100_000_000, 7_000_000_000);
      const known = world.users.get(id);
      const user: User = {
        first_name: `Guest ${world.users.size + 1}`,
        ...known,
        ...fields,
        id,
        is_bot: false,
      };
      world.users.set(id, user);
      const room = openRoom(world, privateChat(user));
      room.chat = privateChat(user);
      events.tell({ type: "user", user });
      return user;
    },

    /** Sends any update, also one that Telegram never would. Without a chat it has a queue of its own. */
    sendRaw(update: Partial<Update>): Update {
      const chatId =
        (update.message as Message | undefined)?.chat?.id ??
        (update.edited_message as Message | undefined)?.chat?.id;
      const queue = chatId === undefined ? `raw:${randomBytes(4).toString("hex")}` : `chat:${chatId}`;
      return outbox.addRaw(update, { queue, ...(chatId !== undefined && { chatId }) });
    },
  };
}
