/** `reason` is a key of the failure texts. */
export interface Failed {
  is: "failed";
  reason: "fal-content" | "fal-photos" | "fal-refused" | "fal-broken";
}

/** It is finished, but what it made is not said here: the result must be fetched. */
interface Untold {
  is: "untold";
}

/** What FAL says about a finished training, whichever way it says it. */
export type Verdict =
  | { is: "trained"; weightsUrl: string; configUrl: string | null }
  | Failed
  | Untold
  | { is: "running"; percent: number | null };

/** What FAL says about pictures. */
export type DrawVerdict = Drawn | Failed | Untold;

/** A picture that was drawn: where it is, how large it is said to be, and whether the safety checker blackened it. */
export interface DrawnPicture {
  url: string;
  isNsfw: boolean;
}

export interface Drawn {
  is: "drawn";
  pictures: DrawnPicture[];
  seed: number | null;
}

/** A webhook's body (fal.ai, "Webhooks"): `status` is OK or ERROR, `payload` the output or the error. */
export const readWebhook = (body: unknown): Verdict => readBody(body, readOutput);

/** The same about pictures. */
export const readDrawnWebhook = (body: unknown): DrawVerdict => readBody(body, readDrawn);

function readBody<V>(body: unknown, readPayload: (output: unknown) => V): V | Failed | Untold {
  const { status, payload, error } = asRecord(body);
  if (status === "OK") return payload ? readPayload(payload) : { is: "untold" };
  if (status !== "ERROR") return { is: "untold" };
  const code = Number(/\b([45]\d\d)\b/.exec(String(error))?.[1] ?? 500);
  return readFailure(code, payload);
}

/** The body of the first version's webhook, for test mode: `status` and `progress`. */
export function readOlderWebhook(body: unknown): Verdict {
  const { status, progress } = asRecord(body);
  const word = String(status).toLowerCase();
  if (["completed", "complete", "ok", "success"].includes(word))
    return { is: "trained", weightsUrl: "", configUrl: null };
  if (["failed", "error", "cancelled"].includes(word)) return { is: "failed", reason: "fal-broken" };
  const percent = Number(progress);
  return {
    is: "running",
    percent: Number.isFinite(percent) ? Math.round(Math.min(99, Math.max(0, percent))) : null,
  };
}

/** A trainer's output: a file of weights, under one of two names. Anything else is no result. */
export function readOutput(output: unknown): Verdict {
  const { diffusers_lora_file, lora_file, config_file } = asRecord(output);
  const weightsUrl = urlOf(diffusers_lora_file) ?? urlOf(lora_file);
  return weightsUrl
    ? { is: "trained", weightsUrl, configUrl: urlOf(config_file) }
    : { is: "failed", reason: "fal-broken" };
}

/** As many as one request can bring. */
const PICTURES_MOST = 16;

/**
 * A drawing model's output: `images` with `has_nsfw_concepts` beside them, or one `image` of the model that enlarges.
 * Without an address a picture is none, and without pictures there is no result.
 */
export function readDrawn(output: unknown): Drawn | Failed {
  const { images, image, has_nsfw_concepts: flags, seed } = asRecord(output);
  const listed = Array.isArray(images) ? images : image ? [image] : [];
  const pictures = listed.slice(0, PICTURES_MOST).flatMap((one, i): DrawnPicture[] => {
    const url = urlOf(one);
    return url ? [{ url, isNsfw: Array.isArray(flags) && flags[i] === true }] : [];
  });
  if (pictures.length === 0) return { is: "failed", reason: "fal-broken" };
  return {
    is: "drawn",
    pictures,
    seed: typeof seed === "number" && Number.isSafeInteger(seed) ? seed : null,
  };
}

/** A model's error: `detail` is a list for the model's own, a sentence for the platform's (fal.ai, "Errors"). */
export function readFailure(status: number, body: unknown): Failed {
  const { detail } = asRecord(body);
  const types = Array.isArray(detail) ? detail.map((one) => String(asRecord(one).type)) : [];
  if (types.includes("content_policy_violation")) return { is: "failed", reason: "fal-content" };
  if (types.some((type) => /^(image_|unsupported_image|face_)/.test(type)))
    return { is: "failed", reason: "fal-photos" };
  return { is: "failed", reason: status < 500 ? "fal-refused" : "fal-broken" };
}

/** Whether an error answer is the model's last word, and not the platform's trouble with saying it. */
export const isModelError = (status: number, body: unknown): boolean =>
  Array.isArray(asRecord(body).detail) || (status < 500 && status !== 429 && status !== 408);

const urlOf = (file: unknown): string | null => {
  const { url } = asRecord(file);
  return typeof url === "string" && /^https?:\/\//.test(url) && url.length < 2000 ? url : null;
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
