import type { Owned, Passage } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { renderTranscript, type VoiceNames } from "../../views/transcript.ts";
import { translator } from "../../views/translate.ts";

/** Keeps a transcript as a text file beside its recording; answers the file's key. */
export async function keepText(
  { storage }: Pick<Ports, "storage">,
  { transcript, owner }: { transcript: Pick<Owned["transcript"], "id">; owner: Owned["owner"] },
  passages: readonly Passage[],
  names: VoiceNames = {},
): Promise<string> {
  const key = `transcripts/${owner.id}/${transcript.id}/transcript.txt`;
  const bytes = new TextEncoder().encode(renderTranscript(passages, translator(owner.locale), names));
  await storage.put("transcripts", key, bytes, { length: bytes.length, type: "text/plain; charset=utf-8" });
  return key;
}
