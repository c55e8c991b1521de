export { findPause, pauseVendor } from "./pause.ts";
