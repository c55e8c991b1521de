import { randomBytes, randomUUID } from "node:crypto";
import type { Bucket } from "../../ports/storage/index.ts";
import { isReachableFromOutside } from "../../ports/storage/reachable.ts";
import { openS3, type S3Settings } from "../../ports/storage/s3.ts";
import { explain } from "../answer.ts";
import { storesOf } from "../stores.ts";
import { call, type Finding, fail, ok, place, type Settings, warn } from "./finding.ts";

/** Every store that is configured, both buckets: written, read, read and written by links as vendors and browsers do. */
export async function checkStorage(settings: Settings): Promise<Finding[]> {
  const stores = storesOf(settings);
  if (stores.length === 0)
    return [fail("storage", "no store is configured", "set R2_ENDPOINT or MINIO_ENDPOINT with its two keys")];
  const found = await Promise.all(
    stores.map((store, i) => checkStore(i === 0 ? "storage" : "fallback", store, settings)),
  );
  return found.flat();
}

async function checkStore(name: string, store: S3Settings, settings: Settings): Promise<Finding[]> {
  const outside = store.publicEndpoint ?? store.endpoint;
  const findings: Finding[] = [];
  if (!isReachableFromOutside(outside))
    findings.push(
      warn(
        `${name} address`,
        `${place(outside)} is known on this network only: FAL and people's browsers cannot reach it`,
        "set MINIO_PUBLIC_URL to an address on the internet that leads to the same store",
      ),
    );
  for (const bucket of Object.keys(store.buckets) as Bucket[])
    findings.push(...(await checkBucket(`${name} ${store.buckets[bucket]}`, store, bucket, settings)));
  return findings;
}

async function checkBucket(
  name: string,
  store: S3Settings,
  bucket: Bucket,
  settings: Settings,
): Promise<Finding[]> {
  const storage = openS3(store);
  const key = `doctor/${randomUUID()}`;
  const bytes = new Uint8Array(randomBytes(1000));
  const outside = place(store.publicEndpoint ?? store.endpoint);
  try {
    await storage.put(bucket, key, bytes, { length: bytes.length, type: "application/octet-stream" });
    const back = await storage.get(bucket, key);
    if (!back || !same(bytes, await new Response(back.body).arrayBuffer()))
      return [fail(name, "what was written comes back otherwise", "is a cache or a proxy between?")];
  } catch (error) {
    return [
      fail(
        name,
        `${place(store.endpoint)}: ${explain(error)}`,
        "npm run aisha -- storage setup; and look at the keys and the address",
      ),
    ];
  }
  const findings = [ok(name, `written and read at ${place(store.endpoint)}`)];
  try {
    const answer = await call(await storage.presign(bucket, key, { method: "GET", seconds: 60 }));
    findings.push(
      answer.ok && same(bytes, await answer.arrayBuffer())
        ? ok(`${name} links`, `a signed link reads at ${outside}`)
        : fail(
            `${name} links`,
            `a signed link is answered ${answer.status} at ${outside}`,
            "does MINIO_PUBLIC_URL lead to the store, with its Host header untouched?",
          ),
    );
  } catch (error) {
    findings.push(
      fail(`${name} links`, `${outside}: ${explain(error)}`, "does MINIO_PUBLIC_URL lead to the store?"),
    );
  }
  if (bucket === "transcripts") findings.push(await checkCors(name, store, settings));
  await storage.remove(bucket, [key]).catch(() => undefined);
  return findings;
}

/** Asks as the upload page's browser does before it sends a part. */
async function checkCors(name: string, store: S3Settings, settings: Settings): Promise<Finding> {
  const check = `${name} uploads`;
  if (!settings.PUBLIC_URL) return ok(check, "no page offers them: PUBLIC_URL is not set");
  const { origin } = new URL(settings.PUBLIC_URL);
  const fix = `npm run aisha -- storage setup --origin ${origin}`;
  try {
    const url = await openS3(store).presign("transcripts", "doctor/cors", { method: "PUT", seconds: 60 });
    const answer = await call(url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type",
      },
    });
    const allowed = answer.headers.get("access-control-allow-origin");
    await answer.body?.cancel();
    if (allowed === "*" || allowed === origin) return ok(check, `browsers from ${origin} are let in`);
    return warn(check, `browsers from ${origin} are not let in: files above 20 MB cannot be uploaded`, fix);
  } catch (error) {
    return warn(check, explain(error), fix);
  }
}

const same = (bytes: Uint8Array, others: ArrayBuffer): boolean =>
  Buffer.compare(bytes, new Uint8Array(others)) === 0;
