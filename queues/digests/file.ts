import type { Digest, WholeDigest } from "../../domain/digests/index.ts";
import type { Attachment } from "../../ports/telegram/message.ts";
import { digestMarkdown, digestStem, withoutMarks } from "../../views/digests/file.ts";
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
});

/** A digest as a file of its owner's choice. */
export async function digestFile(
  shown: ShownDigest,
  { transcripts }: WholeDigest,
  format: FileFormat,
  t: Translate,
): Promise<Attachment> {
  const markdown = digestMarkdown(shown, transcripts, t);
  const stem = digestStem(shown, transcripts, t);
  const text = format === "md" ? markdown : withoutMarks(markdown);
  return {
    name: `${stem}.${format === "md" ? "md" : "txt"}`,
    type: format === "md" ? "text/markdown" : "text/plain",
    bytes: new TextEncoder().encode(text),
  };
}
