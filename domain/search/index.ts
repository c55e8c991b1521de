export { type Found, findSpoken, guessMeant, searchFor, wordsOf } from "./find.ts";
export { findSentence, type Sentence } from "./sentence.ts";
