export { DOCUMENT_KINDS, isDocument, readDocument, type TextDocument } from "./read.ts";
export { Unreadable, type UnreadableReason } from "./unreadable.ts";
export {
  type Block,
  DOCUMENT_TYPES,
  type Document,
  type DocumentFormat,
  writeDocument,
} from "./write/index.ts";
