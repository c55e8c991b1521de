export { addsLures, asData, DATA_RULE, withoutLures } from "./as-data.ts";
export { type Found, findQuote } from "./find.ts";
export { type Index, indexWords, type Line } from "./words.ts";
