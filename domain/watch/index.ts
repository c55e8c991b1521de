export {
  ALERTS,
  type Alert,
  type AlertId,
  decideAlerts,
  isAlert,
  listAlerts,
  type Observed,
} from "./alerts.ts";
export { cleanUp } from "./cleanup.ts";
export { METRICS, readMetrics } from "./metrics.ts";
export { judgeVitals, readVitals } from "./observe.ts";
export { type Chart, noteLogin, readCharts, readVendors, type VendorLine } from "./page.ts";
export { measureHourly, noteBackup, noteReading } from "./readings.ts";
export { addTallies, countRows } from "./tally.ts";
export { findMisdirection } from "./webhook.ts";
