import { type Image, type OwnedImage, WISH_LETTERS } from "../../domain/images/index.ts";
import { inspect } from "../../domain/media/inspect.ts";
import { memorySource } from "../../domain/media/source.ts";
import { Unplayable } from "../../domain/media/unplayable.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Photograph } from "../../ports/vision/index.ts";

/** A wish is told in a breath or two; a longer recording is not one. Two minutes are promised; nobody has a stopwatch. */
const VOICE_SECONDS = 125;
/** More is not even read. Telegram's voice has 4 kB a second, other clients' up to 16. */
const VOICE_BYTES = 2_000_000;
/** What is shown to the model lies in memory, and again as text. Telegram's photos have a tenth of it. */
const PHOTO_BYTES = 5 * 2 ** 20;

/** A voice message as it lies at Telegram. */
export interface Voice {
  bytes: Uint8Array;
  /** As its bytes say, whatever its message says. */
  seconds: number;
}

/** The voice message of a wish. Throws Refused("voice-empty" | "voice-long" | "file-gone"). */
export async function fetchVoice(ports: Pick<Ports, "telegram">, image: Image): Promise<Voice> {
  const bytes = await fetchSource(ports, image, VOICE_BYTES, "voice-long");
  const { durationSeconds: seconds } = await inspect(memorySource(bytes)).catch((error) => {
    throw error instanceof Unplayable ? new Refused("voice-empty", error) : error;
  });
  if (seconds > VOICE_SECONDS) throw new Refused("voice-long");
  return { bytes, seconds };
}

/** The words of a voice message. Throws Refused("voice-empty"), and what the speech port throws. */
export async function hearWish(
  { speech }: Pick<Ports, "speech">,
  { bytes: body }: Voice,
  {
    speechLanguages: languages,
    glossary: keywords,
  }: Pick<OwnedImage["owner"], "speechLanguages" | "glossary">,
): Promise<string> {
  const model = speech.choose("text");
  if (!model || speech.abilitiesOf(model).queued) throw new Refused("speech-down");
  const heard = await speech.hear(
    model,
    { name: "wish.ogg", type: "audio/ogg", length: body.length, body },
    { want: "text", languages, keywords },
  );
  const words = heard.text.trim();
  if ([...words].length < WISH_LETTERS.least) throw new Refused("voice-empty");
  return [...words].slice(0, WISH_LETTERS.most).join("");
}

/** The photo of a wish. Throws Refused("photo-unreadable" | "file-gone"). */
export async function fetchPhoto(ports: Pick<Ports, "telegram">, image: Image): Promise<Photograph> {
  const bytes = await fetchSource(ports, image, PHOTO_BYTES, "photo-unreadable");
  const type = typeOf(bytes);
  if (!type) throw new Refused("photo-unreadable");
  return { type, bytes };
}

/** A prompt for what is to be seen in a photo. Throws Refused("photo-unreadable"), and what the vision port throws. */
export async function seeWish(
  { vision }: Pick<Ports, "vision">,
  photo: Photograph,
  words: string | null,
): Promise<string> {
  const prompt = await vision.describe(photo, words);
  if (!prompt) throw new Refused("photo-unreadable");
  return [...prompt].slice(0, WISH_LETTERS.most).join("");
}

/** By the first bytes: the model takes these (OpenAI, "Images and vision"). */
function typeOf(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("\x89PNG")) return "image/png";
  return head.startsWith("RIFF") && head.endsWith("WEBP") ? "image/webp" : null;
}

async function fetchSource(
  { telegram }: Pick<Ports, "telegram">,
  { sourceFileId }: Image,
  most: number,
  tooLong: string,
): Promise<Uint8Array> {
  const located = await telegram.locate(sourceFileId ?? "");
  if (!located) throw new Refused("file-gone");
  const response = await telegram.download(located.path);
  if (Number(response.headers.get("content-length")) > most) {
    await response.body?.cancel();
    throw new Refused(tooLong);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > most) throw new Refused(tooLong);
  return bytes;
}
