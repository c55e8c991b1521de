export { advance, claimStatusEdit, giveUp, note, showStatus } from "./advance.ts";
export { canHearAgain, hearAgain } from "./again.ts";
export { cancelInChat, cancelOwn, listCancelled, listForgottenOffers } from "./cancel.ts";
export { discardTranscript } from "./discard.ts";
export { findOwn, findTranscript, type Owned } from "./find.ts";
export { type Doubt, findDoubt, needsListening } from "./guards.ts";
export type { HeardPart, Segment } from "./heard.ts";
export { cleanTitle, type Listed, listHistory, renameTranscript } from "./history.ts";
export { forgetRequest, type LeftPart, listLeftParts } from "./left-parts.ts";
export {
  hasTimedWords,
  holdsWords,
  isSpoken,
  type Merged,
  mergeParts,
  type Passage,
  type Spoken,
} from "./merge.ts";
export {
  askVoice,
  cleanName,
  findByVoicesMessage,
  nameVoiceByReply,
  nameVoiceFromGlossary,
} from "./name-voice.ts";
export {
  allPartsClosed,
  closePart,
  countParts,
  dropParts,
  findPart,
  layOutParts,
  listParts,
  lockTranscript,
  noteAskedFal,
  noteDoubted,
  noteRequest,
  type Part,
} from "./parts.ts";
export {
  agree,
  beginSpeech,
  chargeSpeech,
  findLatestOffer,
  offer,
  paidBefore,
} from "./pay.ts";
export { type Brought, receive } from "./receive.ts";
export { retryFailed } from "./retry.ts";
export { factsOfSame, findSame, WHOLE_COVERAGE } from "./same.ts";
export { type Failure, isRefusal, type Transcript, type TranscriptState } from "./states.ts";
export {
  AT_ONCE,
  callAfterCancel,
  calledBy,
  callForgotten,
  callNext,
  countAhead,
  park,
} from "./turns.ts";
export { carryNames, listVoices } from "./voices.ts";
