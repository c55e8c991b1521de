import type { imageFiles, images } from "../../schema/index.ts";

/** An order of pictures, from its draft on. */
export type Image = typeof images.$inferSelect;
export type ImageState = Image["state"];
/** One picture of an order. */
export type Picture = typeof imageFiles.$inferSelect;

/**
 * draft → ordered → submitting → drawing → drawn → done is the good way.
 * `submitting`: a request may be on its way; nobody sends a second one until it is known, or its time is over. From
 * there it can go back to `ordered`: when the vendor said that it took nothing, or never said anything. `drawn`: the
 * vendor has made them, and they are on their way to us; what is drawn cannot be stopped any more.
 */
export const nextOfImage = {
  draft: ["ordered"],
  ordered: ["submitting", "drawing", "failed", "cancelled"],
  submitting: ["ordered", "drawing", "drawn", "failed", "cancelled"],
  drawing: ["drawn", "failed", "cancelled"],
  drawn: ["done", "failed"],
  done: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<ImageState, readonly ImageState[]>;

/** The states from which `state` may be entered. */
export const imageBefore = (state: ImageState): ImageState[] =>
  (Object.keys(nextOfImage) as ImageState[]).filter((from) =>
    (nextOfImage[from] as readonly ImageState[]).includes(state),
  );

/** An order in one of these is under way. */
export const DRAWING: readonly ImageState[] = ["ordered", "submitting", "drawing", "drawn"];

/** A draft that was left open longer than this does not catch what its owner sends. */
export const OPEN_SECONDS = 86_400;

/** Characters of a wish, as the user sees them. */
export const WISH_LETTERS = { least: 3, most: 2000 };

/** A wish as it can be used: trimmed, without control characters; null when it is too short or too long. */
export function readWish(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const wish = text.replace(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu, "").trim();
  const letters = [...wish].length;
  return letters >= WISH_LETTERS.least && letters <= WISH_LETTERS.most ? wish : null;
}

/** What is drawn: the owner's words, or what was made of them; null while that is being written. */
export const promptOf = ({ asWritten, words, prompt }: Pick<Image, "asWritten" | "words" | "prompt">) =>
  asWritten ? words : prompt;

/** Why an order failed. Each has its text in views. */
export const IMAGE_FAILURES = [
  "fal-balance",
  "fal-key",
  "fal-down",
  "fal-refused",
  "fal-content",
  "fal-broken",
  "fal-late",
  "fal-lost",
  "nsfw",
  "avatar-gone",
  "weights-gone",
  "picture-gone",
  "storage-down",
  "ceiling-user",
  "ceiling-chat",
  "ceiling-house",
  "fault",
] as const;
export type ImageFailure = (typeof IMAGE_FAILURES)[number];

export const asImageFailure = (reason: string): ImageFailure =>
  IMAGE_FAILURES.find((known) => known === reason) ?? "fault";

/** Why a draft cannot be drawn as it is: its owner can change that. Each has its text in views. */
export const DRAFT_FAILURES = [
  "prompt-minor",
  "prompt-sexual",
  "prompt-unsafe",
  "prompt-declined",
  "voice-empty",
  "voice-long",
  "photo-unreadable",
  "file-gone",
  "avatar-gone",
  "writing-down",
  "speech-down",
  "vision-down",
  "moderation-down",
  "ceiling-user",
  "ceiling-chat",
  "ceiling-house",
  "fault",
] as const;
export type DraftFailure = (typeof DRAFT_FAILURES)[number];

export const asDraftFailure = (reason: string): DraftFailure =>
  DRAFT_FAILURES.find((known) => known === reason) ?? "fault";

/** Whether the same wish may well be prepared another time: it was the clock's fault or ours, not the wish's. */
export const isWorthAnotherTry = (failure: string | null): boolean =>
  failure !== null && (/-down$|^ceiling-/.test(failure) || failure === "fault");
