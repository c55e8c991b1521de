export {
  answerOffer,
  closeConversation,
  findConversation,
  findOpen,
  forgetConversations,
  type Item,
  keepDialogue,
  noteOffer,
  type WholeConversation,
} from "./conversation.ts";
export { makeDialogue } from "./dialogue.ts";
export { gather, QUIET_SECONDS } from "./gather.ts";
