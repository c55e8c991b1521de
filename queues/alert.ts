import type { NewJob } from "../domain/jobs/index.ts";
import { decideAlerts, isAlert, listAlerts } from "../domain/watch/index.ts";
import type { Ports } from "../ports/index.ts";
import { type Step, skip } from "./step.ts";

/** Many jobs that fail for one reason at once are one observation. */
const BUCKET_MS = 600_000;

/** An observation is news for an hour. */
const PATIENCE_SECONDS = 3_600;

/**
 * Has it noted that something needs the admins: they are told once, and again when it is over. `screen`: "alert-" and
 * a name of domain/watch/alerts.ts.
 */
export const alertAdmins = ({ clock }: Pick<Ports, "clock">, screen: string): NewJob[] => [
  {
    kind: "notices.alert",
    payload: { alert: screen.replace(/^alert-/, "") },
    key: `observed:${screen}:${Math.floor(clock.now().getTime() / BUCKET_MS)}`,
  },
];

/** Notes what a job has noticed, and has the admins told if they do not know yet. */
export const alert: Step<"notices.alert"> = {
  async run({ db, clock, env }, job) {
    const { alert: id } = job.payload;
    if (!isAlert(id)) return skip(`no alert ${id}`);
    const observed = [{ id, detail: "" }];
    const known = (await listAlerts(db)).filter((row) => row.id === id);
    const { changes, jobs, told } = decideAlerts(db, known, observed, env.TELEGRAM_ADMIN_IDS, clock.now());
    return { did: told.length > 0 ? `tells of ${id}` : `${id} goes on`, changes, next: jobs };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not noted: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
