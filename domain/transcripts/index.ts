export { advance, claimStatusEdit, giveUp, note, showStatus } from "./advance.ts";
export { cancelOwn, listCancelled } from "./cancel.ts";
export { findOwn, findTranscript, type Owned } from "./find.ts";
export {
  allPartsClosed,
  closePart,
  findPart,
  type HeardPart,
  layOutParts,
  listParts,
  lockTranscript,
  type Part,
} from "./parts.ts";
export { type Brought, receive } from "./receive.ts";
export { retryFailed } from "./retry.ts";
export {
  FAILURES,
  type Failure,
  isRefusal,
  next,
  REFUSALS,
  type Transcript,
  type TranscriptState,
} from "./states.ts";
