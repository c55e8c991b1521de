export { DOCUMENT_KINDS, type DocumentKind, readDocument, type TextDocument } from "./read.ts";
export { Unreadable, type UnreadableReason } from "./unreadable.ts";
