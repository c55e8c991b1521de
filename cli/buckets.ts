import { AwsClient } from "aws4fetch";
import type { S3Settings } from "../ports/storage/s3.ts";
import { readProblem } from "../ports/storage/xml.ts";

/** How long leftovers of uploads, and what is only written to try a store, may lie around. */
const LEFTOVER_DAYS = 2;

/** Prefixes of objects that nobody needs after a while: `aisha doctor` and the fallback's probes write there. */
const TEMPORARY = ["health/", "doctor/"];

/** What a browser needs for the upload page: parts go by PUT to signed links, and their tags are read back. */
const corsOf = (origins: readonly string[]): string =>
  `<CORSConfiguration><CORSRule>${origins.map((origin) => `<AllowedOrigin>${origin}</AllowedOrigin>`).join("")}<AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3600</MaxAgeSeconds></CORSRule></CORSConfiguration>`;

const expiry = TEMPORARY.map(
  (prefix) =>
    `<Rule><ID>temporary-${prefix.replace("/", "")}</ID><Status>Enabled</Status><Filter><Prefix>${prefix}</Prefix></Filter><Expiration><Days>${LEFTOVER_DAYS}</Days></Expiration></Rule>`,
).join("");
const unfinished = `<Rule><ID>unfinished-uploads</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>${LEFTOVER_DAYS}</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>`;
const lifecycleOf = (...rules: string[]): string =>
  `<LifecycleConfiguration>${rules.join("")}</LifecycleConfiguration>`;

/** One line of what was done in one bucket. */
export interface BucketStep {
  bucket: string;
  step: "bucket" | "cors" | "lifecycle";
  /** `elsewhere`: this server has no such setting for a bucket; `detail` says where it is made instead. */
  outcome: "made" | "there" | "set" | "elsewhere" | "refused";
  detail?: string;
}

const ELSEWHERE = {
  cors: "this server has one setting for all buckets: MinIO's MINIO_API_CORS_ALLOW_ORIGIN (default: everybody)",
  lifecycle: "this server takes no such rule; `aisha cleanup` removes leftovers instead",
};

/**
 * Makes the buckets of a store, lets browsers from `origins` in, and has leftovers removed. Safe to repeat. What the
 * store refuses is said and does not keep the rest from being done.
 */
export async function setUpStore(settings: S3Settings, origins: readonly string[]): Promise<BucketStep[]> {
  const { accessKeyId, secretAccessKey, region, endpoint } = settings;
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 2 });
  const put = async (path: string, body?: string) => {
    const init = body === undefined ? {} : { body, headers: await bodyHeaders(body) };
    const answer = await aws.fetch(`${endpoint.replace(/\/$/, "")}/${path}`, { method: "PUT", ...init });
    return { status: answer.status, problem: answer.ok ? "" : readProblem(await answer.text()) };
  };
  const steps: BucketStep[] = [];
  for (const bucket of new Set(Object.values(settings.buckets))) {
    steps.push(await makeBucket(bucket, aws, endpoint));
    if (origins.length > 0) steps.push(settle(bucket, "cors", await put(`${bucket}?cors`, corsOf(origins))));
    const all = await put(`${bucket}?lifecycle`, lifecycleOf(expiry, unfinished));
    // MinIO knows no rule for unfinished uploads: it removes them after a day by itself.
    const some =
      all.problem === "InvalidArgument" ? await put(`${bucket}?lifecycle`, lifecycleOf(expiry)) : all;
    steps.push(settle(bucket, "lifecycle", some));
  }
  return steps;
}

/** What an answer to a setting of a bucket means. */
function settle(
  bucket: string,
  step: "cors" | "lifecycle",
  { status, problem }: { status: number; problem: string },
): BucketStep {
  if (status < 300) return { bucket, step, outcome: "set" };
  if (status === 501 || status === 405 || problem === "NotImplemented")
    return { bucket, step, outcome: "elsewhere", detail: ELSEWHERE[step] };
  return { bucket, step, outcome: "refused", detail: `${status} ${problem}` };
}

/** Looks first: a key that may only use its bucket, as R2's usual tokens, may not make one. */
async function makeBucket(bucket: string, aws: AwsClient, endpoint: string): Promise<BucketStep> {
  const address = `${endpoint.replace(/\/$/, "")}/${bucket}`;
  const found = await aws.fetch(`${address}?list-type=2&max-keys=1`);
  await found.body?.cancel();
  if (found.ok) return { bucket, step: "bucket", outcome: "there" };
  const made = await aws.fetch(address, { method: "PUT" });
  if (made.ok) return { bucket, step: "bucket", outcome: "made" };
  const problem = readProblem(await made.text());
  if (problem === "BucketAlreadyOwnedByYou") return { bucket, step: "bucket", outcome: "there" };
  return {
    bucket,
    step: "bucket",
    outcome: "refused",
    detail: `${made.status} ${problem}; with R2: npx wrangler r2 bucket create ${bucket}`,
  };
}

/** These calls want the body's digest: AWS and MinIO in MD5 (RFC 1864), and the hash that is signed. */
async function bodyHeaders(body: string): Promise<Record<string, string>> {
  const { createHash } = await import("node:crypto");
  return {
    "content-type": "application/xml",
    "content-md5": createHash("md5").update(body).digest("base64"),
    "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
  };
}
