import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { newId } from "../domain/new-id.ts";
import { startTelegram } from "../simulators/telegram/index.ts";
import { BUCKETS, CREDENTIALS } from "../tests/harness/store.ts";
import { makePhotos } from "../tests/makers/photos.ts";
import { rounded } from "./figures.ts";
import { watchLiveMemory } from "./live-memory.ts";
import { workerdFigures, workerdProcesses } from "./process-figures.ts";
import { type Stage, setStage } from "./stage.ts";
import { setWebhook } from "./webhook.ts";

const PEOPLE = 20;
const PHOTOS_EACH = 10;
const ZIPPED = 20;
const ZIPPED_BYTES = 10 * 2 ** 20;
const DEADLINE_MS = 180_000;

/**
 * Twenty people send ten photos each at the same time, every update delivered twice: how long until all are judged, and
 * how many are lost or doubled. Then one archive of twenty photos of 10 MB is packed, from storage to storage, by a
 * worker of its own: how much is alive in its isolate at most, and how large its process becomes, which collects its garbage
 * when it likes.
 */
export async function photos(): Promise<Record<string, unknown>> {
  const stage = await setStage();
  const telegram = await startTelegram();
  try {
    const settings = {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.url,
      FAL_TRAINING_TEST_MODE: "true",
      RATE_LIMITS: "false",
    };
    const crowd = await receiveCrowd(stage, telegram, settings);
    console.log(
      `${PEOPLE * PHOTOS_EACH} photos of ${PEOPLE} people judged in ${rounded(crowd.seconds)} s; lost ${crowd.lost}, doubled ${crowd.doubled}`,
    );
    const zip = await packLarge(stage, settings);
    console.log(
      `${ZIPPED} × 10 MB packed in ${rounded(zip.seconds)} s: at most ${rounded(zip.liveMb, 1)} MB alive (${zip.looks} looks); process ${rounded(zip.peakMb, 0)} MB`,
    );
    return {
      bench: "photos",
      figures: {
        lost: crowd.lost,
        doubled: crowd.doubled,
        photosPerMinute: Math.round((PEOPLE * PHOTOS_EACH * 60) / crowd.seconds),
        zipPeakMemoryMb: rounded(zip.liveMb, 1),
        zipProcessMemoryMb: rounded(zip.peakMb, 0),
      },
    };
  } finally {
    await telegram.close();
    await stage.close();
  }
}

type Telegram = Awaited<ReturnType<typeof startTelegram>>;

async function receiveCrowd(stage: Stage, telegram: Telegram, settings: Record<string, string>) {
  const worker = await stage.startWorker(settings);
  await setWebhook(telegram, worker);
  const people = Array.from({ length: PEOPLE }, () => telegram.addUser({ language_code: "en" }));
  for (const { id } of people) {
    const owner = newId("usr");
    await stage.query(`insert into users (id, telegram_id, locale) values ('${owner}', ${id}, 'en')`);
    await stage.query(
      `insert into avatars (id, user_id, chat_id, subject, name, consented_at, awaits, opened_at)
       values ('${newId("avt")}', '${owner}', ${id}, 'woman', 'Crowd', now(), 'photos', now())`,
    );
  }
  const pictures = await makePhotos(PHOTOS_EACH);
  telegram.faults.add({ method: "webhook", duplicate: true });
  const began = performance.now();
  await Promise.all(people.map((person) => telegram.sendAlbum(person, pictures)));
  let judged = 0;
  while (judged < PEOPLE * PHOTOS_EACH && performance.now() - began < DEADLINE_MS) {
    await pause(200);
    const [row] = await stage.query(
      "select count(*) filter (where state <> 'received')::int as judged from avatar_photos",
    );
    judged = Number(row?.judged);
  }
  const seconds = (performance.now() - began) / 1000;
  const [row] = await stage.query(
    `select count(*)::int as all, count(distinct (avatar_id, sha256)) filter (where state = 'kept')::int as kept,
            count(*) filter (where state = 'kept')::int as rows from avatar_photos`,
  );
  await worker.kill();
  return {
    seconds,
    lost: PEOPLE * PHOTOS_EACH - Number(row?.kept),
    doubled: Number(row?.rows) - Number(row?.kept) + Math.max(0, Number(row?.all) - PEOPLE * PHOTOS_EACH),
  };
}

async function packLarge(stage: Stage, settings: Record<string, string>) {
  const aws = new AwsClient({ ...CREDENTIALS, service: "s3", region: "auto", retries: 0 });
  const [owner, avatar, training] = [newId("usr"), newId("avt"), newId("trg")];
  await stage.query(`insert into users (id, telegram_id, locale) values ('${owner}', 1, 'en')`);
  await stage.query(
    `insert into avatars (id, user_id, chat_id, state, subject, name, consented_at, training_id)
     values ('${avatar}', '${owner}', 1, 'training', 'woman', 'Large', now(), '${training}')`,
  );
  await stage.query(
    `insert into trainings (id, avatar_id, trainer, preset, steps, trigger, is_test)
     values ('${training}', '${avatar}', 'fal-ai/flux-lora-portrait-trainer', 'balanced', 2500, 'TOKbench', true)`,
  );
  for (let i = 0; i < ZIPPED; i++) {
    const photo = newId("pho");
    const key = `avatars/${owner}/${avatar}/photos/${photo}`;
    const url = `${stage.storeUrl}/${BUCKETS.avatars}/${key}`;
    await aws.fetch(url, { method: "PUT", body: randomBytes(ZIPPED_BYTES) });
    await stage.query(
      `insert into avatar_photos (id, avatar_id, state, chat_id, message_id, source, file_id, storage_key, kind, bytes, sha256)
       values ('${photo}', '${avatar}', 'kept', 1, ${i}, 'photo', 'f', '${key}', 'jpeg', ${ZIPPED_BYTES}, '${photo}')`,
    );
  }
  const others = new Set(workerdProcesses().keys());
  const worker = await stage.startWorker(settings, { inspected: true });
  await worker.fetch("/health/live");
  const memory = await watchLiveMemory(await worker.inspector());
  await stage.query(
    `insert into jobs (id, kind, payload, key, run_after, woken_at)
     values ('${newId("job")}', 'avatars.pack', '{"trainingId":"${training}"}', 'bench-pack', now(), to_timestamp(0))`,
  );
  const began = performance.now();
  await worker.tick();
  for (;;) {
    const [row] = await stage.query(`select state, archive_bytes from trainings where id = '${training}'`);
    if (Number(row?.archive_bytes) > ZIPPED * ZIPPED_BYTES) break;
    if (performance.now() - began > DEADLINE_MS) throw new Error(`the archive was not packed: ${row?.state}`);
    await pause(50);
  }
  const seconds = (performance.now() - began) / 1000;
  const { mostMb: liveMb, looks } = await memory.stop();
  const { peakMb } = workerdFigures(others);
  await worker.kill();
  return { seconds, liveMb, looks, peakMb };
}
