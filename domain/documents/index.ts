export { isDocument, readDocument, type TextDocument } from "./read.ts";
export { Unreadable, type UnreadableReason } from "./unreadable.ts";
