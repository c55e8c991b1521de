export {
  advanceDigest,
  beginDigest,
  cancelDigests,
  claimDigestEdit,
  endDigest,
  failDigest,
  isStopped,
  listStoppedDigests,
  noteDigest,
  retryDigest,
} from "./advance.ts";
export { type Choosable, findAsk, forgetAsks, listChoosable, noteAsk, toggleInAsk } from "./asks.ts";
export type { Order } from "./briefs.ts";
export { clipPart, planClip } from "./clip.ts";
export {
  type Digest,
  type DigestKind,
  type Group,
  givesPoints,
  pointsOf,
  type Task,
} from "./digest.ts";
export { findDigest, findOwnDigest, sourceOf, type WholeDigest } from "./find.ts";
export { gatherParts, type PartResult } from "./gather.ts";
export { linesFor, partEvenly, type Source, type Stretch, sizeOf } from "./lines.ts";
export {
  closeDigestPart,
  countDigestParts,
  type DigestPart,
  failDigestPart,
  layOutLevel,
  levelIsWritten,
  listDigestParts,
  splitDigestPart,
} from "./parts.ts";
export type { DigestRow } from "./states.ts";
export { cleanInstruction, cleanStyleName, dropStyle, keepStyle, listStyles, type Style } from "./styles.ts";
export { keepTodos } from "./todos.ts";
export {
  type About,
  findWished,
  type NamedWish,
  type Relevant,
  type Wish,
  wishDigest,
  writeAnew,
} from "./wish.ts";
export { type SoFar, type Spent, writeLines, writePoints } from "./write.ts";
