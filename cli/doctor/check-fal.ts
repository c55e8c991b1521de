import { nameTrouble, Refused } from "../../ports/errors.ts";
import { openFal } from "../../ports/fal/index.ts";
import { openKeyring } from "../../ports/fal/keyring.ts";
import { type Finding, fail, ok, place, type Settings, warn } from "./finding.ts";
import { inTime } from "./in-time.ts";

/** FAL is asked about what cannot exist: that proves the key and costs nothing. */
export async function checkFal(settings: Settings): Promise<Finding[]> {
  const key = settings.FAL_API_KEY || settings.FAL_KEY;
  if (!key) return [warn("fal", "no key: no avatars, no pictures", "set FAL_API_KEY if you want them")];
  const jwksUrl = settings.FAL_JWKS_URL || "https://rest.fal.ai/.well-known/jwks.json";
  const fal = openFal({
    key,
    queueUrl: settings.FAL_QUEUE_URL || "https://queue.fal.run",
    restUrl: settings.FAL_REST_URL || "https://rest.fal.ai",
    jwksUrl,
  });
  const findings: Finding[] = [];
  try {
    await inTime(fal.check());
    findings.push(ok("fal", "takes the key"));
  } catch (error) {
    findings.push(
      fail(
        "fal",
        nameTrouble(error),
        error instanceof Refused && error.reason === "fal-balance"
          ? "top the balance up at fal.ai"
          : "is FAL_API_KEY right, and can queue.fal.run be reached?",
      ),
    );
  }
  try {
    const keys = await inTime(openKeyring(jwksUrl).keys(new Date(), false));
    findings.push(
      keys.length > 0
        ? ok("fal signatures", `${keys.length} public keys at ${place(jwksUrl)}`)
        : fail("fal signatures", `no Ed25519 key at ${place(jwksUrl)}`, "is FAL_JWKS_URL right?"),
    );
  } catch (error) {
    findings.push(
      fail(
        "fal signatures",
        nameTrouble(error),
        "without FAL's keys its webhooks are not believed: is FAL_JWKS_URL right?",
      ),
    );
  }
  return findings;
}
