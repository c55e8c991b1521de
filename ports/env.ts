import * as z from "zod/mini";
import { TRAINERS } from "./fal/trainers.ts";
import { LOG_LEVELS } from "./log.ts";

/** `true/false`, `1/0`, `yes/no`: what people write into .env files. */
const flag = (byDefault: boolean) =>
  z.pipe(
    z.optional(z.enum(["true", "false", "1", "0", "yes", "no"])),
    z.transform((text) => (text === undefined ? byDefault : ["true", "1", "yes"].includes(text))),
  );
const whole = (byDefault: number, least = 0) =>
  z.pipe(
    z._default(z.string().check(z.regex(/^\d+$/, "must be a whole number")), String(byDefault)),
    z.pipe(z.transform(Number), z.number().check(z.minimum(least))),
  );
/** "150:150,275:250": coins, and the Stars they cost. */
const packages = (byDefault: string) =>
  z.pipe(
    z._default(
      z.string().check(z.regex(/^\d{1,6}:\d{1,5}(,\d{1,6}:\d{1,5}){0,9}$/, "must be like 150:150,275:250")),
      byDefault,
    ),
    z.transform((text) =>
      text.split(",").map((one) => {
        const [coins = 0, stars = 0] = one.split(":").map(Number);
        return { coins, stars };
      }),
    ),
  );
const url = z.string().check(z.regex(/^https?:\/\/[^\s]+$/, "must be an http(s) URL"));
const secret = z.string().check(z.minLength(1));

/** A Queue binding: anything that can send. */
const queue = z.custom<Queue>((value) => typeof (value as Queue | undefined)?.send === "function", {
  error: "must be a queue producer binding (wrangler.toml)",
});

const Schema = z.object({
  // Telegram
  TELEGRAM_BOT_TOKEN: z
    .string()
    .check(z.regex(/^\d+:[\w-]{8,}$/, "must look like 123456:ABC… from @BotFather")),
  BOT_USERNAME: z.string().check(z.regex(/^\w{3,32}$/, "must be the bot's name without @")),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .check(z.regex(/^[\w-]{16,256}$/, "must be 16–256 characters of A-Z a-z 0-9 _ -")),
  TELEGRAM_API_ROOT: z._default(url, "https://api.telegram.org"),
  TELEGRAM_ADMIN_IDS: z.pipe(
    z._default(z.string().check(z.regex(/^[\d,\s]*$/, "must be numbers separated by commas")), ""),
    z.transform((text) =>
      text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(Number),
    ),
  ),
  // Postgres
  DATABASE_URL: z
    .string()
    .check(z.regex(/^postgres(ql)?(\+asyncpg)?:\/\/[^\s]+$/, "must be a postgresql:// URL")),
  DATABASE_HTTP_ENDPOINT: z.optional(url),
  // Storage: R2, MinIO, or both (MinIO is then the fallback)
  R2_ENDPOINT: z.optional(url),
  R2_ACCOUNT_ID: z.optional(z.string().check(z.regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"))),
  R2_ACCESS_KEY_ID: z.optional(secret),
  R2_SECRET_ACCESS_KEY: z.optional(secret),
  MINIO_ENDPOINT: z.optional(z.string().check(z.minLength(1))),
  MINIO_ACCESS_KEY: z.optional(secret),
  MINIO_SECRET_KEY: z.optional(secret),
  MINIO_SECURE: flag(false),
  MINIO_REGION: z._default(z.string(), "us-east-1"),
  MINIO_PUBLIC_URL: z.optional(url),
  MINIO_BUCKET_AVATARS: z._default(z.string(), "aisha-v2-avatars"),
  MINIO_BUCKET_TRANSCRIPTS: z._default(z.string(), "aisha-v2-transcripts"),
  // Speech and writing
  OPENAI_API_KEY: secret,
  OPENAI_BASE_URL: z._default(url, "https://api.openai.com/v1"),
  /** Writes, and looks at photos. Unset: neither is done, and that is said. */
  OPENAI_MODEL: z.optional(z.string()),
  /** Texts longer than this are written about in parts. A tenth of what today's models read: what they read less of they forget less. */
  WRITING_WINDOW_CHARACTERS: whole(24_000, 2_000),
  OPENAI_TRANSCRIBE_MODEL: z._default(z.string(), "gpt-transcribe"),
  /** Knows exact times, for subtitles on request: "whisper-1", or a compatible server's. Unset: the usual model if it can, else FAL's Whisper. */
  OPENAI_SUBTITLE_MODEL: z.optional(z.string()),
  /** Tells voices apart: "gpt-4o-transcribe-diarize" (until 2027-02-26) or "fal-ai/whisper". Unset: as above. */
  OPENAI_SPEAKER_MODEL: z.optional(z.string()),
  /** Sends long texts as one rich message (Bot API 10.1) where the server takes it; some clients show them blank. */
  RICH_MESSAGES: flag(false),
  // FAL
  FAL_API_KEY: z.optional(secret),
  FAL_KEY: z.optional(secret),
  /** Offers avatars. Off until they can be drawn with: a training costs money and nobody could use its result. */
  OFFER_AVATARS: flag(false),
  FAL_TRAINING_TEST_MODE: flag(false),
  /** Where FAL reaches /webhook/fal/status from outside. Unset: FAL is asked once a minute instead. */
  FAL_WEBHOOK_URL: z.optional(url),
  FAL_QUEUE_URL: z._default(url, "https://queue.fal.run"),
  FAL_REST_URL: z._default(url, "https://rest.fal.ai"),
  FAL_JWKS_URL: z._default(url, "https://rest.fal.ai/.well-known/jwks.json"),
  /** The endpoint that trains. Unset: one for people, another one for styles. */
  FAL_TRAINER: z.optional(z.enum(TRAINERS as [string, ...string[]])),
  FAL_DEFAULT_ITERATIONS: z.optional(whole(500, 1)),
  FAL_DEFAULT_PRIORITY: z.optional(z.enum(["quality", "speed", "high_res_only"])),
  /** Begins every avatar's own trigger. */
  FAL_TRIGGER_WORD: z._default(z.string().check(z.regex(/^[A-Za-z]{2,12}$/, "must be 2–12 letters")), "TOK"),
  // Known, but without a meaning for the living trainers: `aisha config check` says so
  FAL_DEFAULT_MODE: z.optional(z.string()),
  FAL_LORA_RANK: z.optional(z.string()),
  FAL_FINETUNE_TYPE: z.optional(z.string()),
  AVATAR_PHOTOS_LEAST: whole(10, 4),
  AVATAR_PHOTOS_MOST: whole(20, 4),
  // Coins (docs/configuration.md)
  /** `free`: nothing costs coins. `coins`: the prices below hold, and coins are sold for Telegram Stars. */
  BILLING_MODE: z._default(z.enum(["free", "coins"]), "free"),
  PRICE_AVATAR: whole(150),
  PRICE_IMAGE: whole(5),
  PRICE_SPEECH_MINUTE: whole(10),
  FREE_MINUTES_PER_DAY: whole(10),
  DIGESTS_PER_DAY: whole(50),
  ASK_ABOVE_COINS: whole(30),
  WELCOME_COINS: whole(50),
  REFERRAL_COINS: whole(30),
  REFERRALS_MOST: whole(20),
  STAR_PACKAGES: packages("150:150,275:250,570:500,1200:1000"),
  /** Who helps with payments: "@name" or an e-mail address, shown by /paysupport. */
  SUPPORT_CONTACT: z.optional(z.string().check(z.maxLength(200))),
  // What vendors cost, estimated in millionths of a US dollar, and how many US cents a day they may cost (0: any)
  COST_SPEECH_MINUTE_MICROS: whole(6_000),
  COST_DIGEST_MICROS: whole(5_000),
  COST_AVATAR_MICROS: whole(2_000_000),
  COST_IMAGE_MICROS: whole(35_000),
  /** What Telegram pays out for one Star: 0.013 US dollars (telegram.org/tos/stars). */
  STAR_MICROS: whole(13_000),
  VENDOR_CENTS_PER_USER_DAY: whole(1_000),
  VENDOR_CENTS_PER_CHAT_DAY: whole(2_000),
  VENDOR_CENTS_PER_DAY: whole(10_000),
  /** Off for load tests; the limits are in domain/users/arrive.ts. */
  RATE_LIMITS: flag(true),
  // Running
  ENVIRONMENT: z._default(z.string(), "production"),
  /** What a Prometheus brings along to read /metrics. Unset: there is no such page. */
  METRICS_TOKEN: z.optional(z.string().check(z.minLength(16, "must be at least 16 characters"))),
  DEBUG: flag(false),
  LOG_LEVEL: z._default(z.enum(LOG_LEVELS), "INFO"),
  /** Wished length of the parts that a recording is heard in; shorter parts are ready sooner, longer ones know more context. */
  TRANSCRIBE_PART_SECONDS: whole(120, 15),
  /** After this long without the speech service a recording is given up, and its owner told. */
  SPEECH_PATIENCE_SECONDS: whole(3600, 1),
  /** The Worker's own address as people reach it, for pages; without it none are offered. */
  PUBLIC_URL: z.optional(url),
  /** The most megabytes that can be uploaded past Telegram's limit; 0: no such page is offered. */
  UPLOAD_MAX_MB: z.pipe(whole(500), z.number().check(z.maximum(80_000))),
  /** Serves the directory of a local Bot API server that runs with --local. */
  TELEGRAM_FILE_ROOT: z.optional(url),
  /** Whether links to files are fetched; the most megabytes; hosts that are fetched from although they are not public. */
  LINKS: flag(true),
  LINK_MAX_MB: whole(200, 1),
  LINK_TRUSTED_HOSTS: z.pipe(
    z._default(z.string().check(z.regex(/^[\w.:,[\]-]*$/, "must be like files.office:9000,10.0.0.5")), ""),
    z.transform((text) => text.split(",").filter(Boolean)),
  ),
  // Bindings
  TRANSCRIPTION: queue,
  NOTICES: queue,
  AVATARS: queue,
  IMAGES: queue,
});

export type Env = z.infer<typeof Schema>;

/** A setting that is present but empty (`R2_ENDPOINT=` in .env) counts as not set. */
const withoutBlanks = (raw: object): object =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== ""));

/** What one setting demands of another. */
function* crossChecks(env: Env): Generator<string> {
  const r2 = env.R2_ENDPOINT ?? env.R2_ACCOUNT_ID;
  if (!r2 && !env.MINIO_ENDPOINT) yield "R2_ENDPOINT or MINIO_ENDPOINT: storage is needed";
  if (r2 && !(env.R2_ACCESS_KEY_ID && env.R2_SECRET_ACCESS_KEY))
    yield "R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY: needed with R2_ENDPOINT or R2_ACCOUNT_ID";
  if (env.MINIO_ENDPOINT && !(env.MINIO_ACCESS_KEY && env.MINIO_SECRET_KEY))
    yield "MINIO_ACCESS_KEY, MINIO_SECRET_KEY: needed with MINIO_ENDPOINT";
  for (const name of ["OPENAI_SUBTITLE_MODEL", "OPENAI_SPEAKER_MODEL"] as const)
    if (env[name]?.startsWith("fal-ai/") && !env.FAL_API_KEY && !env.FAL_KEY)
      yield `${name}: a model of FAL needs FAL_API_KEY`;
  // An invoice takes whole Stars, up to 10,000 (core.telegram.org/bots/payments-stars).
  if (env.STAR_PACKAGES.some(({ coins, stars }) => coins < 1 || stars < 1 || stars > 10_000))
    yield "STAR_PACKAGES: coins must be at least 1, Stars between 1 and 10000";
}

/** The environment is not fit to run with. The message names every wrong setting, and no value. */
export class BadEnvironment extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`cannot start, look at: ${problems.join("; ")} (docs/configuration.md)`);
    this.name = "BadEnvironment";
    this.problems = problems;
  }
}

const seen = new WeakMap<object, Env>();

/**
 * Reads the whole environment once and complains about everything that is wrong, by name.
 * The runtime gives the same object for every request of an isolate, so it is checked once per isolate.
 */
export function readEnv(raw: object): Env {
  const known = seen.get(raw);
  if (known) return known;
  const read = Schema.safeParse(withoutBlanks(raw));
  const problems = read.success
    ? [...crossChecks(read.data)]
    : read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (!read.success || problems.length > 0) throw new BadEnvironment(problems);
  seen.set(raw, read.data);
  return read.data;
}
