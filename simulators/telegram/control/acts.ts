import { remuxVoice } from "../media/voice.ts";
import type { AlbumItem, MediaOptions } from "../person/index.ts";
import type { ControlNeeds } from "./routes.ts";
import type { Stash } from "./stash.ts";

type Given = Record<string, unknown>;
type Act = (given: Given, needs: ControlNeeds, stash: Stash) => unknown;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => Number(value);

/** Options that the page may give; the rest is left to be measured. */
function readOptions(given: Given): MediaOptions {
  const { caption, file_name, mime_type, reply_to, duration } = given;
  return {
    ...(text(caption) && { caption: text(caption) }),
    ...(text(file_name) && { file_name: text(file_name) }),
    ...(text(mime_type) && { mime_type: text(mime_type) }),
    ...(reply_to !== undefined && { reply_to: number(reply_to) }),
    ...(duration !== undefined && { duration: number(duration) }),
  };
}

const SENDERS = {
  photo: "sendPhoto",
  video: "sendVideo",
  audio: "sendAudio",
  document: "sendDocument",
  video_note: "sendVideoNote",
} as const;

const acts: Record<string, Act> = {
  users: ({ first_name, username, language_code }, { simulator }) =>
    simulator.addUser({
      ...(text(first_name) && { first_name: text(first_name) }),
      ...(text(username) && { username: text(username).replace(/^@/, "") }),
      ...(text(language_code) && { language_code: text(language_code) }),
    }),
  text: (given, { simulator }) =>
    simulator.sendText(number(given.user), text(given.text), readOptions(given)),
  async voice(given, { simulator }, stash) {
    const { bytes, mime } = await remuxVoice(stash.take(given.stash));
    return simulator.sendVoice(number(given.user), bytes, { ...readOptions(given), mime_type: mime });
  },
  media(given, { simulator }, stash) {
    const name = SENDERS[text(given.kind) as keyof typeof SENDERS] ?? "sendDocument";
    return simulator[name](number(given.user), stash.take(given.stash), readOptions(given));
  },
  album(given, { simulator }, stash) {
    const items = (given.items as Given[]).map(
      (item): AlbumItem => ({
        kind: (text(item.kind) || "photo") as NonNullable<AlbumItem["kind"]>,
        bytes: stash.take(item.stash),
        options: readOptions(item),
      }),
    );
    return simulator.sendAlbum(number(given.user), items, readOptions(given));
  },
  tap: async (given, { simulator }) => {
    const { callback_query } = await simulator.tap(
      number(given.user),
      number(given.message),
      text(given.data),
    );
    return { id: callback_query.id };
  },
  edit: ({ user, message, text: changed }, { simulator }) =>
    simulator.editText(number(user), number(message), text(changed)),
  delete({ user, message }, { simulator }) {
    simulator.deleteMessage(number(user), number(message));
    return {};
  },
  react({ user, message, emoji }, { simulator }) {
    simulator.react(number(user), number(message), text(emoji) || undefined);
    return {};
  },
  async forward({ user, message }, { simulator }) {
    const found = simulator.messages(number(user)).find(({ message_id }) => message_id === number(message));
    if (!found) throw new Error("no such message");
    return simulator.forward(number(user), found);
  },
  block: ({ user }, { simulator }) => simulator.blockBot(number(user)),
  unblock: ({ user }, { simulator }) => simulator.unblockBot(number(user)),
  login: ({ user, message }, { simulator }) => ({ url: simulator.login(number(user), number(message)) }),
  async pay({ user, message }, { simulator }) {
    const { ok, error_message } = await simulator.pay(number(user), number(message));
    return { ok, error_message };
  },
};

/** Does what a person at the page asked for; undefined where there is no such act. */
export async function act(name: string, given: Given, needs: ControlNeeds, stash: Stash): Promise<unknown> {
  const one = Object.hasOwn(acts, name) ? acts[name] : undefined;
  return one && ((await one(given, needs, stash)) ?? {});
}
