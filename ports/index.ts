import { type Clock, systemClock } from "./clock.ts";
import { type Env, readEnv } from "./env.ts";
import { type Fal, openFal } from "./fal/index.ts";
import { type Jobs, openJobs } from "./jobs.ts";
import { type Links, openLinks } from "./links/index.ts";
import { type Log, openLog } from "./log.ts";
import { type Meter, metered, openMeter } from "./meter.ts";
import { type Moderation, openModeration } from "./moderation/index.ts";
import { type Db, openPostgres } from "./postgres.ts";
import { openSpeech, type Speech } from "./speech/index.ts";
import { joinStores, openStores, type Storage, type Stores } from "./storage/index.ts";
import type { Places } from "./storage/places.ts";
import { openTelegram, type Telegram } from "./telegram/index.ts";
import { openVision, type Vision } from "./vision/index.ts";
import { openWriting, type Writing } from "./writing/index.ts";

/** Everything outside, in our words. A function takes only the ports it uses: `Pick<Ports, "db" | "clock">`. */
export interface Ports {
  env: Env;
  clock: Clock;
  log: Log;
  db: Db;
  jobs: Jobs;
  /** Counts the calls to those below. */
  meter: Meter;
  telegram: Telegram;
  storage: Storage;
  /** The stores behind it, for carrying objects between them. */
  stores: Stores;
  speech: Speech;
  writing: Writing;
  fal: Fal;
  vision: Vision;
  moderation: Moderation;
  links: Links;
}

/**
 * Builds the clients, once per invocation: a Worker may not share I/O between requests. None of them talks to anybody
 * yet. Those of the vendors are built when first used: they cost as much CPU as the rest of an acknowledgement, which
 * uses none of them. `openPlaces`: who remembers which objects are in the fallback store. Throws BadEnvironment.
 */
export function openPorts(raw: object, openPlaces: (db: Db, clock: Clock) => Places): Ports {
  const env = readEnv(raw);
  let telegram: Telegram | undefined;
  let stores: Stores | undefined;
  let storage: Storage | undefined;
  let speech: Speech | undefined;
  let writing: Writing | undefined;
  let fal: Fal | undefined;
  let vision: Vision | undefined;
  let moderation: Moderation | undefined;
  let links: Links | undefined;
  const db = openPostgres(env.DATABASE_URL, env.DATABASE_HTTP_ENDPOINT);
  const watched = { meter: openMeter(), clock: systemClock };
  const ports: Ports = {
    env,
    clock: systemClock,
    log: openLog(env.DEBUG ? "DEBUG" : env.LOG_LEVEL),
    db,
    jobs: openJobs(env),
    meter: watched.meter,
    get telegram() {
      telegram ??= metered(
        openTelegram(env.TELEGRAM_BOT_TOKEN, env.TELEGRAM_API_ROOT, env.TELEGRAM_FILE_ROOT),
        "telegram",
        watched,
      );
      return telegram;
    },
    get storage() {
      storage ??= metered(joinStores(ports.stores, openPlaces(db, systemClock)), "storage", watched);
      return storage;
    },
    get stores() {
      stores ??= openStores(env);
      return stores;
    },
    get speech() {
      speech ??= metered(
        openSpeech({
          apiKey: env.OPENAI_API_KEY,
          baseUrl: env.OPENAI_BASE_URL,
          model: env.OPENAI_TRANSCRIBE_MODEL,
          subtitleModel: env.OPENAI_SUBTITLE_MODEL,
          speakerModel: env.OPENAI_SPEAKER_MODEL,
          falKey: env.FAL_API_KEY ?? env.FAL_KEY,
          falQueueUrl: env.FAL_QUEUE_URL,
          falRestUrl: env.FAL_REST_URL,
        }),
        "speech",
        watched,
      );
      return speech;
    },
    get writing() {
      writing ??= metered(
        openWriting({
          apiKey: env.OPENAI_API_KEY,
          baseUrl: env.OPENAI_BASE_URL,
          model: env.OPENAI_MODEL,
          windowCharacters: env.WRITING_WINDOW_CHARACTERS,
        }),
        "writing",
        watched,
      );
      return writing;
    },
    get vision() {
      vision ??= metered(
        openVision({
          apiKey: env.OPENAI_API_KEY,
          baseUrl: env.OPENAI_BASE_URL,
          model: env.OPENAI_MODEL,
        }),
        "vision",
        watched,
      );
      return vision;
    },
    get moderation() {
      moderation ??= metered(
        openModeration({
          apiKey: env.OPENAI_API_KEY,
          baseUrl: env.OPENAI_BASE_URL,
          model: env.OPENAI_MODERATION_MODEL === "none" ? null : env.OPENAI_MODERATION_MODEL,
        }),
        "moderation",
        watched,
      );
      return moderation;
    },
    get fal() {
      fal ??= metered(
        openFal({
          key: env.FAL_API_KEY ?? env.FAL_KEY,
          queueUrl: env.FAL_QUEUE_URL,
          restUrl: env.FAL_REST_URL,
          jwksUrl: env.FAL_JWKS_URL,
        }),
        "fal",
        watched,
      );
      return fal;
    },
    get links() {
      links ??= openLinks({ mostBytes: env.LINK_MAX_MB * 2 ** 20, trusted: env.LINK_TRUSTED_HOSTS });
      return links;
    },
  };
  return ports;
}
