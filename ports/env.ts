import * as z from "zod/mini";
import { PAINTERS } from "./fal/painters.ts";
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

/**
 * Every setting. The comment above each is its description in docs/configuration.md, and the comments of one line above
 * groups are that page's headings: `npm run docs` writes it.
 */
export const Schema = z.object({
  // Telegram
  /** The bot's token, from @BotFather. */
  TELEGRAM_BOT_TOKEN: z
    .string()
    .check(z.regex(/^\d+:[\w-]{8,}$/, "must look like 123456:ABC… from @BotFather")),
  /** The bot's name, without @. */
  BOT_USERNAME: z.string().check(z.regex(/^\w{3,32}$/, "must be the bot's name without @")),
  /**
   * 16 to 256 letters, digits, `_` or `-`. You invent it, Telegram brings it along with every update, and
   * nobody else is heard.
   */
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .check(z.regex(/^[\w-]{16,256}$/, "must be 16–256 characters of A-Z a-z 0-9 _ -")),
  /** Another Bot API server. One of your own lifts the 20 MB limit for files. */
  TELEGRAM_API_ROOT: z._default(url, "https://api.telegram.org"),
  /**
   * Telegram ids of the operators, separated by commas; they are told when something needs a human, and the
   * page at `/admin` is for them.
   */
  TELEGRAM_ADMIN_IDS: z.pipe(
    z._default(z.string().check(z.regex(/^[\d,\s]*$/, "must be numbers separated by commas")), ""),
    z.transform((text) =>
      text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(Number),
    ),
  ),
  /**
   * A web server for the directory of a Bot API server that runs with `--local`: such a server names its
   * files by their path on disk and serves none (`docs/links-and-uploads.md`).
   */
  TELEGRAM_FILE_ROOT: z.optional(url),
  // Postgres
  /** `postgresql://user:password@host/database`; `postgresql+asyncpg://` is understood too. */
  DATABASE_URL: z
    .string()
    .check(z.regex(/^postgres(ql)?(\+asyncpg)?:\/\/[^\s]+$/, "must be a postgresql:// URL")),
  /** The `/sql` address of a Neon-compatible proxy before a Postgres of your own; unset: Neon's own. */
  DATABASE_HTTP_ENDPOINT: z.optional(url),
  // Storage
  /** `https://<account>.r2.cloudflarestorage.com`. */
  R2_ENDPOINT: z.optional(url),
  /** 32 hexadecimal digits, instead of `R2_ENDPOINT`. */
  R2_ACCOUNT_ID: z.optional(z.string().check(z.regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"))),
  /** From an R2 API token; needed with R2. */
  R2_ACCESS_KEY_ID: z.optional(secret),
  /** From the same token; needed with R2. */
  R2_SECRET_ACCESS_KEY: z.optional(secret),
  /** `host:port` or a URL of any S3 server. */
  MINIO_ENDPOINT: z.optional(z.string().check(z.minLength(1))),
  /** Its access key; needed with `MINIO_ENDPOINT`. */
  MINIO_ACCESS_KEY: z.optional(secret),
  /** Its secret key; needed with `MINIO_ENDPOINT`. */
  MINIO_SECRET_KEY: z.optional(secret),
  /** Whether a `MINIO_ENDPOINT` without a protocol means https. */
  MINIO_SECURE: flag(false),
  /** The server's region; R2 has its own and ignores this. */
  MINIO_REGION: z._default(z.string(), "us-east-1"),
  /**
   * The same server as vendors and users reach it, when that is not `MINIO_ENDPOINT`: a signed link is valid
   * only for the address it was signed for.
   */
  MINIO_PUBLIC_URL: z.optional(url),
  /** Bucket for avatars, in R2 too. */
  MINIO_BUCKET_AVATARS: z._default(z.string(), "aisha-v2-avatars"),
  /** Bucket for recordings and texts, in R2 too. */
  MINIO_BUCKET_TRANSCRIPTS: z._default(z.string(), "aisha-v2-transcripts"),
  // Speech and writing
  /** The key of OpenAI or of a compatible service. */
  OPENAI_API_KEY: secret,
  /** Another server that speaks the same API. */
  OPENAI_BASE_URL: z._default(url, "https://api.openai.com/v1"),
  /** The model that writes and looks at photos; unset: neither is done, and that is said. */
  OPENAI_MODEL: z.optional(z.string()),
  /**
   * Longer texts are written about in parts of so many characters, at least 2000. Make it smaller for a
   * model that reads little.
   */
  WRITING_WINDOW_CHARACTERS: whole(24_000, 2_000),
  /** The model that hears. */
  OPENAI_TRANSCRIBE_MODEL: z._default(z.string(), "gpt-transcribe"),
  /**
   * A model that knows exact times, such as `whisper-1`; unset: the usual model where it can, otherwise
   * FAL's Whisper.
   */
  OPENAI_SUBTITLE_MODEL: z.optional(z.string()),
  /**
   * A model that tells voices apart, such as `gpt-4o-transcribe-diarize`; unset: the usual model where it
   * can, otherwise FAL's Whisper.
   */
  OPENAI_SPEAKER_MODEL: z.optional(z.string()),
  /**
   * Whether summaries, minutes and other texts are sent as rich messages (Bot API 10.1), which hold eight
   * times as much. Several Telegram clients showed them blank in 2026; where the server refuses one, the
   * plain way is taken.
   */
  RICH_MESSAGES: flag(false),
  /**
   * Checks what is to be drawn, before anything is spent on it. `none`: nobody does, and the user is told.
   */
  OPENAI_MODERATION_MODEL: z._default(z.string(), "omni-moderation-latest"),
  // FAL
  /** The key of fal.ai. */
  FAL_API_KEY: z.optional(secret),
  /** Another name for it; `FAL_API_KEY` wins. */
  FAL_KEY: z.optional(secret),
  /**
   * Trainings and drawings are only played: nothing is sent to FAL, nothing is paid, and all of it says TEST.
   * Webhooks are believed without a signature. Never in production.
   */
  FAL_TRAINING_TEST_MODE: flag(false),
  /** Where FAL reaches `/webhook/fal/status` from outside; unset: FAL is asked once a minute instead. */
  FAL_WEBHOOK_URL: z.optional(url),
  /** FAL's queue, or a stand-in. */
  FAL_QUEUE_URL: z._default(url, "https://queue.fal.run"),
  /** FAL's storage, or a stand-in. */
  FAL_REST_URL: z._default(url, "https://rest.fal.ai"),
  /** The keys that FAL signs webhooks with. */
  FAL_JWKS_URL: z._default(url, "https://rest.fal.ai/.well-known/jwks.json"),
  /** The endpoint that trains; unset: one for people, another one for styles. */
  FAL_TRAINER: z.optional(z.enum(TRAINERS as [string, ...string[]])),
  /** Training steps of a preset as a share: 500 are its own, 1000 twice as many; unset: its own. */
  FAL_DEFAULT_ITERATIONS: z.optional(whole(500, 1)),
  /** `quality`, `speed` (the fast preset) or `high_res_only` (the balanced one); unset: balanced. */
  FAL_DEFAULT_PRIORITY: z.optional(z.enum(["quality", "speed", "high_res_only"])),
  /**
   * The endpoint that draws pictures without an avatar. An avatar is drawn by the one that its trainer
   * trained for.
   */
  FAL_PAINTER: z._default(z.enum(PAINTERS as [string, ...string[]]), "fal-ai/flux-lora"),
  /** 2 to 12 letters that begin every avatar's own trigger word. */
  FAL_TRIGGER_WORD: z._default(z.string().check(z.regex(/^[A-Za-z]{2,12}$/, "must be 2–12 letters")), "TOK"),
  /**
   * `fast`, `balanced` or `quality`: the preset of a training whose owner has not chosen one. Unset: by
   * `FAL_DEFAULT_PRIORITY`. The modes of older installations (`character` …) mean nothing any more.
   */
  FAL_DEFAULT_MODE: z.optional(z.string()),
  /** From older installations; today's trainers have nothing like it. */
  FAL_LORA_RANK: z.optional(z.string()),
  /** From older installations; today's trainers have nothing like it. */
  FAL_FINETUNE_TYPE: z.optional(z.string()),
  /** Photos that an avatar needs, at least 4. */
  AVATAR_PHOTOS_LEAST: whole(10, 4),
  /** Photos that an avatar may have. */
  AVATAR_PHOTOS_MOST: whole(20, 4),
  // Coins
  /** `free`: nothing costs coins. `coins`: the prices below hold, and coins are sold for Telegram Stars. */
  BILLING_MODE: z._default(z.enum(["free", "coins"]), "free"),
  /** Coins for a training. */
  PRICE_AVATAR: whole(150),
  /** Coins for a picture. */
  PRICE_IMAGE: whole(5),
  /** Coins for a minute of speech. */
  PRICE_SPEECH_MINUTE: whole(10),
  /** So many recordings of one person on one day have their first minute free. */
  FREE_MINUTES_PER_DAY: whole(10),
  /** Summaries and the like that one person gets on one day. */
  DIGESTS_PER_DAY: whole(50),
  /** Work that costs more is shown with its price before it begins. */
  ASK_ABOVE_COINS: whole(30),
  /** Coins for newcomers. */
  WELCOME_COINS: whole(50),
  /** Coins for both, who invited and who came. */
  REFERRAL_COINS: whole(30),
  /** For how many friends at most. */
  REFERRALS_MOST: whole(20),
  /** What is sold, as `coins:stars`. */
  STAR_PACKAGES: packages("150:150,275:250,570:500,1200:1000"),
  /** Who helps with payments: `@name` or an e-mail address. */
  SUPPORT_CONTACT: z.optional(z.string().check(z.maxLength(200))),
  // Costs
  /** A minute of speech. */
  COST_SPEECH_MINUTE_MICROS: whole(6_000),
  /** A summary; as much is counted for each look at a wish, a photo or faces on the way to pictures and avatars. */
  COST_DIGEST_MICROS: whole(5_000),
  /** A training of the balanced preset; others by their steps. */
  COST_AVATAR_MICROS: whole(2_000_000),
  /** A picture. */
  COST_IMAGE_MICROS: whole(35_000),
  /** What Telegram pays out for one Star, for the figures of revenue. */
  STAR_MICROS: whole(13_000),
  /** What one person may cost on one day. */
  VENDOR_CENTS_PER_USER_DAY: whole(1_000),
  /** What one chat may cost on one day. */
  VENDOR_CENTS_PER_CHAT_DAY: whole(2_000),
  /** What all together may cost on one day. */
  VENDOR_CENTS_PER_DAY: whole(10_000),
  // Running
  /** `false`: nobody is told to slow down. Operators never are. */
  RATE_LIMITS: flag(true),
  /** A word for people: `production`, `staging`. With `local` nobody minds where Telegram delivers. */
  ENVIRONMENT: z._default(z.string(), "production"),
  /**
   * At least 16 characters that a Prometheus brings along (`Authorization: Bearer …`) to read `/metrics`;
   * unset: there is no such page.
   */
  METRICS_TOKEN: z.optional(z.string().check(z.minLength(16, "must be at least 16 characters"))),
  /** A job that is due for longer than so many seconds raises the alarm `queue-old` (`docs/runbook.md`). */
  ALERT_QUEUE_SECONDS: whole(900, 60),
  /** `true`: everything is logged, whatever `LOG_LEVEL` says. */
  DEBUG: flag(false),
  /** `DEBUG`, `INFO`, `WARN` or `ERROR`: the least that is logged. */
  LOG_LEVEL: z._default(z.enum(LOG_LEVELS), "INFO"),
  /**
   * Wished length of the parts that a recording is heard in, at least 15. Shorter parts are ready sooner,
   * longer ones know more context.
   */
  TRANSCRIBE_PART_SECONDS: whole(120, 15),
  /** After so long without the speech service a recording is given up, and its owner told. */
  SPEECH_PATIENCE_SECONDS: whole(3600, 1),
  /**
   * The Worker's own address as people reach it, `https://…`. Without it neither the upload page nor the page at `/admin`
   * is offered, and nobody notices when the webhook leads elsewhere.
   */
  PUBLIC_URL: z.optional(url),
  /** The most that can be uploaded past Telegram's 20 MB, up to 80000; `0` offers no page. */
  UPLOAD_MAX_MB: z.pipe(whole(500), z.number().check(z.maximum(80_000))),
  /** Whether a message that is a link to a file is fetched (`docs/links-and-uploads.md`). */
  LINKS: flag(true),
  /** The most that is fetched from a link, in MB. */
  LINK_MAX_MB: whole(200, 1),
  /**
   * Hosts that links may lead to although they are not public, with their ports:
   * `files.office:9000,10.0.0.5`.
   */
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

/** Whether pictures and avatars are offered: FAL has to be there, or its stand-in of the test mode. */
export const canDraw = ({
  FAL_API_KEY,
  FAL_KEY,
  FAL_TRAINING_TEST_MODE,
}: Pick<Env, "FAL_API_KEY" | "FAL_KEY" | "FAL_TRAINING_TEST_MODE">): boolean =>
  FAL_TRAINING_TEST_MODE || (FAL_API_KEY ?? FAL_KEY) !== undefined;

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
