import { inspect } from "../../domain/media/inspect.ts";
import type { ByteSource } from "../../domain/media/source.ts";
import { Unplayable, type UnplayableReason } from "../../domain/media/unplayable.ts";
import type { Failure, Part, Transcript } from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { AudioPart } from "../../ports/speech/index.ts";
import type { Storage } from "../../ports/storage/index.ts";

/** The original as it lies in storage, read by range. Throws Refused("file-gone") when it does not lie there. */
export function openOriginal(
  { storage }: Pick<Ports, "storage">,
  { originalKey, bytes }: Transcript,
): ByteSource {
  if (originalKey === null || bytes === null) throw new Refused("file-gone");
  return storedSource(storage, originalKey, bytes);
}

const storedSource = (storage: Storage, key: string, size: number): ByteSource => ({
  size,
  async read(start, end) {
    const stop = Math.min(end, size);
    if (stop <= start) return new Uint8Array(0);
    const stored = await storage.get("transcripts", key, [start, stop]);
    if (!stored) throw new Refused("file-gone");
    return new Uint8Array(await new Response(stored.body).arrayBuffer());
  },
});

/** A planned stretch of the recording, in seconds, and what the cutter needs to know. */
interface Planned {
  from: number;
  to: number;
  plan: { name: string; type: string };
}

/** How the speech API wants each container to be called: it believes the extension. */
const WHOLE_FILES: Record<string, { name: string; type: string }> = {
  ogg: { name: "recording.ogg", type: "audio/ogg" },
  mp3: { name: "recording.mp3", type: "audio/mpeg" },
  mp4: { name: "recording.mp4", type: "video/mp4" },
  webm: { name: "recording.webm", type: "video/webm" },
  wav: { name: "recording.wav", type: "audio/wav" },
  flac: { name: "recording.flac", type: "audio/flac" },
};

/** What the recording is, and its parts. Throws Refused with the reason for the user. */
export async function planParts(
  ports: Pick<Ports, "storage">,
  transcript: Transcript,
): Promise<{ facts: { container: string; codec: string; seconds: number }; parts: Planned[] }> {
  const found = await inspect(openOriginal(ports, transcript)).catch((error) => {
    throw error instanceof Unplayable ? new Refused(REFUSAL_OF[error.reason], error) : error;
  });
  const whole = WHOLE_FILES[found.container];
  if (!whole) throw new Refused("unsupported");
  const seconds = found.durationSeconds;
  return {
    facts: { container: found.container, codec: found.codec, seconds },
    parts: [{ from: 0, to: seconds, plan: whole }],
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

/** The part as a file for the speech service, streamed from storage. */
export async function cutFromOriginal(
  { storage }: Pick<Ports, "storage">,
  transcript: Transcript,
  part: Part,
): Promise<AudioPart> {
  const stored = transcript.originalKey ? await storage.get("transcripts", transcript.originalKey) : null;
  if (!stored) throw new Refused("file-gone");
  return { ...(part.plan as Planned["plan"]), length: stored.length, body: stored.body };
}
