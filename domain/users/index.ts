export { arrive, BLOCKED, forgetLimits, type LimitedAction, ownerOf, TOO_FAST } from "./arrive.ts";
export { block, noteBlockTold, unblock } from "./block.ts";
export { chooseLocale, findUser, findUserById, guessLocale, type Locale, type User } from "./locale.ts";
export { chooseFileFormat, markUnreachable } from "./reach.ts";
export { keepGlossary, readGlossary, toggleSpeechLanguage } from "./speech.ts";
export { forgetOldUpdates } from "./updates.ts";
