import { explain } from "../answer.ts";
import { call, type Finding, fail, ok, place, type Settings, warn } from "./finding.ts";

/** The Worker as the internet sees it. */
export async function checkWorker(settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (settings.PUBLIC_URL) {
    const base = settings.PUBLIC_URL.replace(/\/$/, "");
    try {
      const live = await call(`${base}/health/live`);
      await live.body?.cancel();
      findings.push(
        live.ok
          ? ok("worker", `${place(base)} is alive`)
          : fail(
              "worker",
              `${place(base)} answers ${live.status}`,
              "5xx: its settings are not fit, its log names them; 404: not deployed yet",
            ),
      );
    } catch (error) {
      findings.push(
        warn(
          "worker",
          `${place(base)}: ${explain(error)}`,
          "not deployed yet? Otherwise look at DNS, certificate and firewall",
        ),
      );
    }
  }
  if (settings.FAL_WEBHOOK_URL) {
    try {
      const answer = await call(settings.FAL_WEBHOOK_URL, { method: "HEAD" });
      findings.push(
        answer.ok
          ? ok("fal webhook", `${place(settings.FAL_WEBHOOK_URL)} is ready`)
          : warn(
              "fal webhook",
              `answers ${answer.status}`,
              "FAL_WEBHOOK_URL must end in /webhook/fal/status of this Worker",
            ),
      );
    } catch (error) {
      findings.push(
        warn(
          "fal webhook",
          explain(error),
          "not deployed yet? FAL cannot reach it; trainings are asked about once a minute",
        ),
      );
    }
  }
  return findings;
}
