export { block, noteBlockTold, unblock } from "./block.ts";
export { BLOCKED, enter, forgetLimits, type LimitedAction, TOO_FAST } from "./enter.ts";
export { chooseLocale, findUser, guessLocale, type User } from "./locale.ts";
export { markUnreachable } from "./reach.ts";
export { keepGlossary, readGlossary, toggleSpeechLanguage } from "./speech.ts";
export { forgetOldUpdates, noteUpdate } from "./updates.ts";
export { ownerOf, welcome } from "./welcome.ts";
