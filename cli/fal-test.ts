import { setTimeout as pause } from "node:timers/promises";
import { openFal } from "../ports/fal/index.ts";
import type { Answer } from "./answer.ts";
import { checkFal } from "./doctor/check-fal.ts";
import { call, type Finding, fail, ok, type Settings, warn } from "./doctor/finding.ts";
import { report } from "./doctor/index.ts";

/** The model that draws with avatars, without one: a quarter of a megapixel, about one US cent (fal.ai/models). */
const MODEL = "fal-ai/flux-lora";
const INPUT = { prompt: "a red apple on a table", image_size: { width: 512, height: 512 }, num_images: 1 };
const LONGEST_WAIT_MS = 120_000;
const POLL_MS = 1_000;

/**
 * FAL from end to end. Without `spend` nothing is bought: key, signatures, and whether our address refuses what FAL has
 * not signed (or, in test mode, takes the guide's older body). With it, one small picture is made and paid for.
 */
export async function testFal(settings: Settings, spend: boolean): Promise<Answer> {
  const findings = [...(await checkFal(settings)), ...(await tryWebhook(settings))];
  if (spend) findings.push(await makePicture(settings));
  return report(findings);
}

async function tryWebhook(settings: Settings): Promise<Finding[]> {
  const check = "fal webhook";
  const url = settings.FAL_WEBHOOK_URL;
  if (!url) return [warn(check, "FAL_WEBHOOK_URL is not set", "set it to <PUBLIC_URL>/webhook/fal/status")];
  const testMode = ["true", "1", "yes"].includes(settings.FAL_TRAINING_TEST_MODE ?? "");
  try {
    const answer = await call(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ finetune_id: "test", status: "completed", progress: 100 }),
    });
    await answer.body?.cancel();
    if (testMode)
      return [
        answer.ok
          ? ok(check, "test mode: a delivery without a signature is taken")
          : fail(check, `answers ${answer.status}`, "does the Worker run with FAL_TRAINING_TEST_MODE=true?"),
      ];
    return [
      answer.status === 401
        ? ok(check, "a delivery without a signature is refused, as it must be")
        : fail(
            check,
            `answers ${answer.status} to a delivery without a signature`,
            answer.ok
              ? "the Worker runs in test mode: set FAL_TRAINING_TEST_MODE=false"
              : "is FAL_WEBHOOK_URL right?",
          ),
    ];
  } catch (error) {
    return [fail(check, String(error), "can this address be reached from outside?")];
  }
}

async function makePicture(settings: Settings): Promise<Finding> {
  const { queue } = openFal({
    key: settings.FAL_API_KEY || settings.FAL_KEY,
    queueUrl: settings.FAL_QUEUE_URL || "https://queue.fal.run",
    restUrl: settings.FAL_REST_URL || "https://rest.fal.ai",
    jwksUrl: settings.FAL_JWKS_URL || "https://rest.fal.ai/.well-known/jwks.json",
  });
  const check = "fal picture";
  const fix = "see fal.ai/dashboard for the request and the balance";
  try {
    const began = performance.now();
    const sent = await queue.submit(MODEL, INPUT, null);
    if (sent === "unknown") return warn(check, "FAL's answer was lost: it may have made one", fix);
    while (performance.now() - began < LONGEST_WAIT_MS) {
      const result = await queue.result(MODEL, sent.requestId);
      if (result === "pending") await pause(POLL_MS);
      else if (result.ok)
        return ok(check, `made and paid for in ${((performance.now() - began) / 1000).toFixed(1)} s`);
      else return fail(check, `the model answered ${result.status}`, fix);
    }
    return warn(check, "not ready within two minutes", fix);
  } catch (error) {
    return fail(check, error instanceof Error ? error.message : String(error), fix);
  }
}
