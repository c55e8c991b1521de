import { type Image, type OwnedImage, WISH_LETTERS } from "../../domain/images/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";

/** A wish is told in a breath or two; a longer recording is not one. Bytes: two minutes of Telegram's voice, and some. */
const VOICE_BYTES = 2_000_000;
/** What is shown to the model lies in memory, and again as text. Telegram's photos have a tenth of it. */
const PHOTO_BYTES = 5 * 2 ** 20;

/** The words of a voice message. Throws Refused("voice-empty" | "voice-long" | "file-gone"), and what the speech port throws. */
export async function hearWish({ speech, ...ports }: Ports, { image, owner }: OwnedImage): Promise<string> {
  const body = await fetchSource(ports as Ports, image, VOICE_BYTES, "voice-long");
  const model = speech.choose("text");
  if (!model || speech.abilitiesOf(model).queued) throw new Refused("speech-down");
  const heard = await speech.hear(
    model,
    { name: "wish.ogg", type: "audio/ogg", length: body.length, body },
    { want: "text", languages: owner.speechLanguages, keywords: owner.glossary },
  );
  const words = heard.text.trim();
  if ([...words].length < WISH_LETTERS.least) throw new Refused("voice-empty");
  return [...words].slice(0, WISH_LETTERS.most).join("");
}

/** A prompt for what is to be seen in a photo. Throws Refused("photo-unreadable" | "file-gone"), and what the vision port throws. */
export async function seeWish(ports: Ports, image: Image): Promise<string> {
  const bytes = await fetchSource(ports, image, PHOTO_BYTES, "photo-unreadable");
  const type = typeOf(bytes);
  if (!type) throw new Refused("photo-unreadable");
  const prompt = await ports.vision.describe({ type, bytes }, image.words);
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
