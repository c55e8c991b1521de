export { fingerprintOf } from "./fingerprint.ts";
export { eraseLater, keepAfterAll, UNDO_SECONDS } from "./one.ts";
export type { Receipt } from "./receipt.ts";
export { forgetDeparted, KEEP_ORIGINALS, KEEP_TEXTS, listOverdue, noteOriginalGone } from "./retention.ts";
export {
  AGES,
  beginDeletion,
  chooseRetention,
  countAll,
  countOld,
  type Deletion,
  findDeletion,
  forgetPerson,
  isFresh,
  listNamedKeys,
  listOld,
  listVendorRequests,
  noteDeletion,
  removeOld,
  stampOf,
  stopEverything,
} from "./wish.ts";
