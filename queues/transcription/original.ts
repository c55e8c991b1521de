import { Unreadable, type UnreadableReason } from "../../domain/documents/index.ts";
import type { CutPolicy } from "../../domain/media/plan-cuts.ts";
import { type ByteSource, fillFrom } from "../../domain/media/source.ts";
import { Unplayable, type UnplayableReason } from "../../domain/media/unplayable.ts";
import type { Failure, Transcript } from "../../domain/transcripts/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Want } from "../../ports/speech/index.ts";

/** The original as it lies in storage, read by range. Throws Refused("file-gone") when it does not lie there. */
export function openOriginal(
  { storage }: Pick<Ports, "storage">,
  { originalKey, bytes: size }: Pick<Transcript, "originalKey" | "bytes">,
): ByteSource {
  if (originalKey === null || size === null) throw new Refused("file-gone");
  const open = async (start: number, end: number) => {
    const stored = await storage.get("transcripts", originalKey, [start, end]);
    if (!stored) throw new Refused("file-gone");
    return stored.body;
  };
  return {
    size,
    async read(start, end) {
      const stop = Math.min(end, size);
      if (stop <= start) return new Uint8Array(0);
      const body = await open(start, stop);
      return new Uint8Array(await orAgain(new Response(body).arrayBuffer()));
    },
    // A long recording is looked through in one buffer instead of leaving its own size behind as garbage.
    async readInto(target, start) {
      return orAgain(fillFrom(await open(start, start + target.length), target));
    },
  };
}

/** A connection that breaks in the middle of a body is the storage's trouble, not a bug. */
const orAgain = <T>(reading: Promise<T>): Promise<T> =>
  reading.catch((cause: unknown) => {
    throw new Unavailable("storage", 10, cause);
  });

/** Neighbouring parts share this much, so that a word at the seam is whole in one of them. */
const OVERLAP_SECONDS = 2;
/** A cut may move this far from an even division to find a pause. */
const WINDOW_SECONDS = 20;
/** A part lies in memory while it is sent, and ten are sent at once in an isolate of 128 MB. */
const PART_BYTES = 6 * 2 ** 20;

/** Voices of neighbouring parts are known again by what both parts heard, so they share more. */
const VOICES_OVERLAP_SECONDS = 30;

/**
 * How a recording is cut: at this installation's wished length, within what the model takes. Where voices are to be told
 * apart, or the vendor fetches the audio itself, parts are as long as they may be.
 */
export function cutPolicy(
  { env, speech }: Pick<Ports, "env" | "speech">,
  { want, model }: { want: Want; model: string },
): CutPolicy {
  const { limits, queued } = speech.abilitiesOf(model);
  const long = queued || want === "speakers";
  return {
    targetSeconds: long ? limits.seconds : env.TRANSCRIBE_PART_SECONDS,
    maxSeconds: limits.seconds,
    maxBytes: queued ? limits.bytes : Math.min(limits.bytes, PART_BYTES),
    overlapSeconds: want === "speakers" ? VOICES_OVERLAP_SECONDS : OVERLAP_SECONDS,
    windowSeconds: WINDOW_SECONDS,
  };
}

const REFUSAL_OF: Record<UnplayableReason, Failure> = {
  empty: "empty-file",
  "not media": "not-media",
  "no audio track": "no-audio",
  "unsupported format": "unsupported",
  "unsupported codec": "unsupported",
  encrypted: "unsupported",
  "truncated beyond salvage": "broken",
};

const REFUSAL_OF_TEXT: Record<UnreadableReason, Failure> = {
  "no text": "document-empty",
  "too long": "document-too-long",
  locked: "document-locked",
  broken: "document-broken",
};

/** Runs work on the bytes of a file; bytes that give neither sound nor text are refused with the reason for the user. */
export async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Unreadable) throw new Refused(REFUSAL_OF_TEXT[error.reason], error);
    throw error instanceof Unplayable ? new Refused(REFUSAL_OF[error.reason], error) : error;
  }
}
