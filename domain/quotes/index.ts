export { addsLures, asData, DATA_RULE, withoutLures } from "./as-data.ts";
export { type Found, findQuote, isSaidIn } from "./find.ts";
export { neighbours, type Span, sentencesAround, wordsIn } from "./sentences.ts";
export { type Index, indexWords, type Line, splitWords } from "./words.ts";
