export { addsLures, asData, DATA_RULE, withoutLures } from "./as-data.ts";
export { type Found, findQuote, isSaidNear } from "./find.ts";
export { type Index, indexWords, type Line, splitWords } from "./words.ts";
