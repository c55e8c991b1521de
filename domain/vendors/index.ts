export { listPauses, type Pauses, pauseVendor } from "./pause.ts";
