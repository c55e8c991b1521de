export { end, LEASE_LOST, postpone } from "./end.ts";
export {
  isJobKind,
  type JobKind,
  type JobPayloads,
  LEASE_SECONDS,
  MOST_FAULTS,
  type NewJob,
  type TakenJob,
} from "./kinds.ts";
export { dropJob, findJob, type JobRow, listJobs, reviveJob } from "./operate.ts";
export { claimOverdue, forgetEnded, measureJobs } from "./overdue.ts";
export { type OwedJob, owe, withId } from "./owe.ts";
export { renew, take } from "./take.ts";
