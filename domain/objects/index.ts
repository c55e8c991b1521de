export { claimMisplaced, countMisplaced, forgetMisplaced, isGone, type Misplaced, release } from "./carry.ts";
export { openPlaces } from "./places.ts";
