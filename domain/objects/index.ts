export {
  claimMisplaced,
  countMisplaced,
  forgetMisplaced,
  isGone,
  type Misplaced,
  putOff,
  release,
} from "./carry.ts";
export { openPlaces } from "./places.ts";
