/** What the page knows: a copy of the simulator's state, kept by its news. */
export const state = {
  bot: {},
  users: [],
  /** By chat id. */
  rooms: new Map(),
  commands: {},
  faults: [],
  presets: [],
  neighbours: [],
  webhook: {},
  calls: [],
  /** The person whose chat is open. */
  me: undefined,
  /** Chats with something unread. */
  unread: new Set(),
};

export function takeAll(news) {
  const { rooms, ...rest } = news;
  Object.assign(state, rest);
  state.rooms = new Map(
    rooms.map(({ messages, ...room }) => [
      room.chat.id,
      { ...room, messages: new Map(messages.map((message) => [message.message_id, message])) },
    ]),
  );
}

const emptyRoom = (chatId) => ({ chat: { id: chatId }, messages: new Map(), drafts: [] });

/** Takes one piece of news into the state. */
export function take(news) {
  const room =
    news.chatId === undefined ? undefined : (state.rooms.get(news.chatId) ?? emptyRoom(news.chatId));
  if (room) state.rooms.set(news.chatId, room);
  if (news.type === "message") {
    if (!room.messages.has(news.message.message_id) && news.chatId !== state.me)
      state.unread.add(news.chatId);
    room.messages.set(news.message.message_id, news.message);
  } else if (news.type === "gone") room.messages.delete(news.messageId);
  else if (news.type === "room" && news.room)
    state.rooms.set(news.chatId, { ...news.room, messages: room.messages, seenAt: Date.now() });
  else if (news.type === "user")
    state.users = [...state.users.filter(({ id }) => id !== news.user.id), news.user];
  else if (news.type === "call" && news.call) takeCall(news.call);
  if (news.bot) state.bot = news.bot;
  if (news.commands) state.commands = news.commands;
  if (news.faults) state.faults = news.faults;
  if (news.webhook) state.webhook = news.webhook;
}

const CALLS = 60;

function takeCall(call) {
  const at = state.calls.findIndex(({ id }) => id === call.id);
  if (at >= 0) state.calls[at] = call;
  else state.calls.push(call);
  if (state.calls.length > CALLS) state.calls.shift();
}

export const myRoom = () => state.rooms.get(state.me);
export const myself = () => state.users.find(({ id }) => id === state.me);
