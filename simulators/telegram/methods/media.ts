import { ApiError, broken, refused } from "../errors.ts";
import type { FileRecord } from "../files.ts";
import { describeMedium, describePhoto } from "../media/describe.ts";
import { fetchByUrl } from "../media/fetch.ts";
import { storeMedium } from "../media/store.ts";
import type { Call, Method, Simulation } from "../simulation.ts";
import { MEDIA, type Medium, type Message } from "../wire.ts";
import { integerOf, listOf, stringOf } from "./arguments.ts";
import { readMarkup } from "./markup.ts";
import { postAsBot, readText } from "./send.ts";
import { findOpenRoom } from "./target.ts";

/** core.telegram.org/bots/api#sending-files */
const UPLOAD_BYTES = { photo: 10 * 2 ** 20, other: 50 * 2 ** 20 };

type Kind = Medium | "photo";

/** The file an argument names: uploaded, known by its file_id, or at an address. Throws ApiError 400 or 413. */
async function readFile(
  simulation: Simulation,
  call: Call,
  kind: Kind,
  { value, field }: { value: string | undefined; field: string },
  about: Record<string, unknown>,
): Promise<FileRecord[]> {
  const name = value?.startsWith("attach://") ? value.slice("attach://".length) : field;
  const upload = call.uploads.find((one) => one.field === name);
  if (upload) {
    if (upload.bytes.length === 0) throw broken("file must be non-empty");
    if (upload.bytes.length > (kind === "photo" ? UPLOAD_BYTES.photo : UPLOAD_BYTES.other)) {
      throw kind === "photo"
        ? broken("PHOTO_SAVE_FILE_INVALID")
        : new ApiError(413, "Request Entity Too Large", { broken: true });
    }
    return storeMedium(simulation.files, kind, upload.bytes, { name: upload.name, mime: upload.type, about });
  }
  if (!value) throw broken(`there is no ${kind.replace("_", " ")} in the request`);
  if (value.startsWith("attach://")) throw broken(`file "${name}" is not attached`);
  if (/^https?:\/\//.test(value)) {
    const { bytes, name, mime } = await fetchByUrl(value, kind);
    return storeMedium(simulation.files, kind, bytes, { name, mime, about });
  }
  const known = simulation.files.find(value);
  if (!known) throw refused("wrong file identifier/HTTP URL specified");
  if (known.kind !== kind && !(kind === "document" || known.kind === "document")) {
    throw refused(`can't use file of type ${title(known.kind)} as ${title(kind)}`);
  }
  const sizes = known.about.sizes as string[] | undefined;
  return sizes ? sizes.flatMap((id) => simulation.files.find(id) ?? []) : [known];
}

const title = (kind: string) => kind.charAt(0).toUpperCase() + kind.slice(1).replace("_", "");

function asFields(kind: Kind, records: FileRecord[]): Partial<Message> {
  const [first] = records;
  if (!first) throw refused("wrong file identifier/HTTP URL specified");
  return kind === "photo" ? { photo: records.map(describePhoto) } : { [kind]: describeMedium(kind, first) };
}

/** What the sender says about the file; Telegram believes it (sendVoice, sendAudio, sendVideo). */
function readClaims(call: Call): Record<string, unknown> {
  const claims = {
    duration: integerOf(call, "duration"),
    width: integerOf(call, "width"),
    height: integerOf(call, "height"),
    length: integerOf(call, "length"),
    performer: stringOf(call, "performer"),
    title: stringOf(call, "title"),
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

const sendKind =
  (kind: Kind): Method =>
  async (simulation, call) => {
    const room = findOpenRoom(simulation, call);
    // Refusals come before the file is looked at.
    const caption = kind === "video_note" ? {} : readText(call, "caption", "send");
    const markup = readMarkup(call);
    const value = stringOf(call, kind);
    const records = await readFile(simulation, call, kind, { value, field: kind }, readClaims(call));
    return postAsBot(simulation, room, call, { ...asFields(kind, records), ...caption }, { markup });
  };

/** One item of an album, or the new content of a message. Throws ApiError 400. */
export async function readInputMedia(
  simulation: Simulation,
  call: Call,
  media: Record<string, unknown>,
  by: "send" | "edit",
): Promise<Partial<Message>> {
  const kind = media.type as Kind;
  if (kind !== "photo" && !MEDIA.includes(kind))
    throw broken("can't parse InputMedia: type must be specified");
  const own: Call = { values: media, uploads: call.uploads };
  const records = await readFile(
    simulation,
    own,
    kind,
    { value: stringOf(own, "media"), field: "" },
    readClaims(own),
  );
  return { ...asFields(kind, records), ...readText(own, "caption", by) };
}

const sendMediaGroup: Method = async (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const media = listOf<Record<string, unknown>>(call, "media", "media") ?? [];
  if (media.length < 1) throw broken("there are no messages to send");
  if (media.length < 2 || media.length > 10) throw broken("media group must include 2-10 items");
  if (call.values.reply_markup !== undefined) throw broken("reply markup is not allowed in media groups");
  const kinds = new Set(media.map(({ type }) => type));
  for (const lone of ["audio", "document"]) {
    if (kinds.has(lone) && kinds.size > 1) throw broken(`${lone} can't be mixed with other media types`);
  }
  const items = await Promise.all(media.map((item) => readInputMedia(simulation, call, item, "send")));
  const media_group_id = String(Math.floor(simulation.now() * 1000 + Math.random() * 1000));
  return items.map((item) => postAsBot(simulation, room, call, { ...item, media_group_id }));
};

export const sendingMedia: Record<string, Method> = {
  sendPhoto: sendKind("photo"),
  sendAudio: sendKind("audio"),
  sendDocument: sendKind("document"),
  sendVideo: sendKind("video"),
  sendVoice: sendKind("voice"),
  sendVideoNote: sendKind("video_note"),
  sendAnimation: sendKind("animation"),
  sendMediaGroup,
};
