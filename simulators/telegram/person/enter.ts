import type { Simulation } from "../simulation.ts";
import type { Message, User } from "../wire.ts";
import { openRoom, type Room } from "../world.ts";

/** A person, or the person's id. */
export type Person = User | number;

export const idOf = (person: Person): number => (typeof person === "number" ? person : person.id);

/** Throws where nobody of this id was added. */
export function findUser({ world }: Simulation, person: Person): User {
  const user = world.users.get(idOf(person));
  if (!user) throw new Error(`no such user: ${idOf(person)}`);
  return user;
}

/** The chat to write in. Writing opens it for the bot. Throws where the bot is blocked. */
export function enter(simulation: Simulation, person: Person, chatId?: number): { user: User; room: Room } {
  const { world, events } = simulation;
  const user = findUser(simulation, person);
  const room = chatId === undefined ? openRoom(world, privateChat(user)) : world.rooms.get(chatId);
  if (!room) throw new Error(`no such chat: ${chatId}`);
  // In a group people go on talking, whether the bot is there or not.
  if (room.chat.type !== "private") return { user, room };
  if (room.blocked) throw new Error("the bot is blocked in this chat; unblock it first");
  if (!room.started) {
    room.started = true;
    events.tell({ type: "room", chatId: room.chat.id });
  }
  return { user, room };
}

/** The chat of a message; of a mere number, the private one. */
export function findRoomOf({ world }: Simulation, message: Message | number, user: User): Room {
  const chatId = typeof message === "number" ? user.id : message.chat.id;
  const room = world.rooms.get(chatId);
  if (!room) throw new Error(`no such chat: ${chatId}`);
  return room;
}

export const privateChat = ({ id, first_name, username }: User): Room["chat"] => ({
  id,
  type: "private",
  first_name,
  ...(username && { username }),
});
