export { type Found, findSpoken, guessMeant, searchFor, wordsOf } from "./find.ts";
export { findPlace, type Place } from "./place.ts";
export { type Excerpt, findExcerpt, findSentence } from "./sentence.ts";
