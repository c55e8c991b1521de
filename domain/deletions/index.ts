export {
  countAll,
  forgetPerson,
  lastHeardByFal,
  listNamedKeys,
  listVendorRequests,
  stopEverything,
} from "./everything.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { countOld, listOld, removeOld, takeStock } from "./old.ts";
export { eraseLater, keepAfterAll, UNDO_SECONDS } from "./one.ts";
export { addToReceipt, EMPTY_RECEIPT, falUntilOf, type Receipt } from "./receipt.ts";
export {
  chooseRetention,
  forgetDeparted,
  KEEP_ORIGINALS,
  KEEP_TEXTS,
  listOverdue,
  noteOriginalGone,
} from "./retention.ts";
export {
  AGES,
  beginDeletion,
  type Deletion,
  findDeletion,
  isFresh,
  noteDeletion,
  stampOf,
} from "./wish.ts";
