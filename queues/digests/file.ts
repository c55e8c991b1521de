import type { Digest, WholeDigest } from "../../domain/digests/index.ts";
import { DOCUMENT_TYPES, writeDocument } from "../../domain/documents/index.ts";
import { zoneOf } from "../../domain/todos/index.ts";
import type { Attachment } from "../../ports/telegram/message.ts";
import { digestDocument, digestStem } from "../../views/digests/file.ts";
import type { ShownDigest } from "../../views/digests/result.ts";
import type { FileFormat } from "../../views/digests/taps.ts";
import type { Translate } from "../../views/translate.ts";

/** A digest as views show it. */
export const shownOf = ({ digest: row, owner, transcripts }: WholeDigest, digest: Digest): ShownDigest => ({
  row,
  digest,
  sources: transcripts.length,
  playable: transcripts.map(({ originalKey, source }) => originalKey !== null || source === "conversation"),
  locale: owner.locale,
  zone: zoneOf(owner),
});

/** A digest as a file of its owner's choice. */
export async function digestFile(
  shown: ShownDigest,
  { transcripts }: WholeDigest,
  format: FileFormat,
  t: Translate,
): Promise<Attachment> {
  return {
    name: `${digestStem(shown, transcripts, t)}.${format}`,
    type: DOCUMENT_TYPES[format],
    bytes: await writeDocument(digestDocument(shown, transcripts, t), format),
  };
}
