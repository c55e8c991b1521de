import { AwsClient } from "aws4fetch";
import { inject } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { writeSafetensors } from "../../simulators/fal/safetensors.ts";
import type { startTelegram } from "../../simulators/telegram/index.ts";
import { makePhotos, scene } from "../makers/photos.ts";
import { eventually, type Stack, startStack } from "./stack.ts";

type Person = ReturnType<Awaited<ReturnType<typeof startTelegram>>["addUser"]>;
type Shown = Awaited<ReturnType<Stack["telegram"]["waitFor"]>>;

export interface AvatarStack extends Stack {
  /** Keys in the avatars bucket that belong to this database's avatars, or to its pictures. */
  objects(folder?: "avatars" | "images"): Promise<string[]>;
  /** Puts an object there, past the worker. */
  store(key: string, body: Uint8Array | string): Promise<unknown>;
  /** Lets time pass for trainings and pictures as well as for jobs, then ticks the cron. */
  pass(seconds: number): Promise<void>;
}

const aws = new AwsClient({
  accessKeyId: "local",
  secretAccessKey: "local-secret",
  service: "s3",
  region: "auto",
  retries: 0,
});

/** A stack in which trainings are quick. */
export async function startAvatarStack(options: Parameters<typeof startStack>[0] = {}): Promise<AvatarStack> {
  const stack = await startStack({
    ...options,
    fal: { queueMs: 20, trainingMs: 300, retryMs: 200, lateMs: 3000, ...options.fal },
    settings: { RATE_LIMITS: "false", ...options.settings },
  });
  return Object.assign(stack, {
    async objects(folder = "avatars") {
      const owners = await stack.query<{ id: string }>("select id from users");
      const keys: string[] = [];
      for (const { id } of owners) {
        const answer = await aws.fetch(
          `${inject("s3Url")}/aisha-v2-avatars?list-type=2&prefix=${folder}/${id}/`,
        );
        keys.push(...[...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key ?? ""));
      }
      return keys;
    },
    store: (key: string, body: Uint8Array | string) =>
      aws.fetch(`${inject("s3Url")}/aisha-v2-avatars/${key}`, { method: "PUT", body: body as BodyInit }),
    async pass(seconds: number) {
      await stack.query(
        `update trainings set ask_after = ask_after - $1 * interval '1 second', submitted_at = submitted_at - $1 * interval '1 second',
                started_at = started_at - $1 * interval '1 second' where state not in ('ready', 'failed', 'cancelled')`,
        [seconds],
      );
      // What an avatar's present draws ends too, and its old weights wait for that.
      await stack.query(
        `update images set ask_after = ask_after - $1 * interval '1 second', submitted_at = submitted_at - $1 * interval '1 second'
          where state not in ('done', 'failed', 'cancelled')`,
        [seconds],
      );
      await stack.later(seconds);
    },
  });
}

/** Taps a button and waits until Telegram has handed the tap over. */
export async function tapOn(stack: Stack, user: Person, message: Shown, data: string): Promise<void> {
  await stack.telegram.tap(user, message, data);
  await stack.telegram.idle();
}

/** Walks through the wizard to the point where photos are awaited. Answers the avatar's id. */
export async function startDraft(stack: Stack, user: Person, name: string): Promise<string> {
  const { telegram, query } = stack;
  const step = async (what: string, act: () => Promise<unknown>) => {
    await act();
    await eventually(`${what}: all jobs done`, async () => {
      return (await query("select 1 from jobs where state <> 'done' and kind like 'notices.%'")).length === 0;
    });
  };
  await step("list", () => telegram.sendText(user, "/avatars"));
  const menu = await telegram.waitFor(user.id, ({ reply_markup }) =>
    buttonsOf(reply_markup).includes("av.new"),
  );
  await step("new", () => tapOn(stack, user, menu, "av.new"));
  await step("who", () => tapOn(stack, user, menu, "av.make:woman"));
  await step("name", () => telegram.sendText(user, name).then(() => telegram.idle()));
  const asked = await telegram.waitFor(user.id, ({ reply_markup }) =>
    buttonsOf(reply_markup).some((data) => data.startsWith("av.consent:")),
  );
  const consent = buttonsOf(asked.reply_markup).find((data) => data.startsWith("av.consent:")) ?? "";
  await step("consent", () => tapOn(stack, user, asked, consent));
  return consent.slice("av.consent:".length);
}

export async function sendPhotos(stack: Stack, user: Person, photos: Uint8Array[]): Promise<void> {
  for (const photo of photos) await stack.telegram.sendPhoto(user, photo);
}

/** An avatar that could be ordered, put into place without the wizard; `lose` of its photos are not in storage. Answers its id. */
export async function seedAvatar(
  stack: AvatarStack,
  user: Person,
  { name = "Anna", lose = 0 } = {},
): Promise<string> {
  const { telegram, query } = stack;
  await telegram.sendText(user, "/avatars");
  await telegram.waitFor(user.id, ({ reply_markup }) => buttonsOf(reply_markup).includes("av.new"));
  const [owner] = await query<{ id: string }>("select id from users where telegram_id = $1", [user.id]);
  const avatarId = newId("avt");
  await query(
    `insert into avatars (id, user_id, chat_id, subject, name, consented_at, quoted_coins)
     values ($1, $2, $3, 'woman', $4, now(), 150)`,
    [avatarId, owner?.id, user.id, name],
  );
  await Promise.all(
    (await smallPhotos()).map(async (bytes, i) => {
      const photoId = newId("pho");
      const key = `avatars/${owner?.id}/${avatarId}/photos/${photoId}`;
      if (i >= lose)
        await aws.fetch(`${inject("s3Url")}/aisha-v2-avatars/${key}`, {
          method: "PUT",
          body: bytes as BodyInit,
        });
      await query(
        `insert into avatar_photos (id, avatar_id, state, chat_id, message_id, source, file_id, storage_key, kind, bytes, sha256)
         values ($1, $2, 'kept', $3, $4, 'photo', 'f', $5, 'jpeg', $6, $1)`,
        [
          photoId,
          avatarId,
          user.id,
          -i - Number(BigInt.asUintN(30, BigInt(Date.now() * 100 + i))),
          key,
          bytes.length,
        ],
      );
    }),
  );
  return avatarId;
}

/** The same, trained already: its weights in storage, its photos kept for the usual time. Answers its id and where they lie. */
export async function seedTrained(
  stack: AvatarStack,
  user: Person,
  name = "Anna",
): Promise<{ avatarId: string; weightsKey: string }> {
  const { query } = stack;
  const avatarId = await seedAvatar(stack, user, { name });
  const trainingId = newId("trg");
  const [owner] = await query<{ id: string }>("select id from users where telegram_id = $1", [user.id]);
  const weightsKey = `avatars/${owner?.id}/${avatarId}/${trainingId}/weights.safetensors`;
  await aws.fetch(`${inject("s3Url")}/aisha-v2-avatars/${weightsKey}`, {
    method: "PUT",
    body: writeSafetensors({ base: "flux-1" }, 1) as BodyInit,
  });
  await query(
    `insert into trainings (id, avatar_id, state, trainer, preset, steps, trigger, created_at, submitted_at, ended_at)
     values ($1, $2, 'ready', $3, 'balanced', 2500, 'TOKanna1', now() - interval '1 day', now() - interval '22 minutes', now())`,
    [trainingId, avatarId, "fal-ai/flux-lora-portrait-trainer"],
  );
  await query(
    `update avatars set state = 'ready', training_id = $2, made_by = $2, weights_key = $3, trigger = 'TOKanna1', quoted_coins = null,
            trainer = 'fal-ai/flux-lora-portrait-trainer', photos_until = now() + interval '3 days',
            is_main = not exists (select from avatars other where other.user_id = avatars.user_id and other.is_main) where id = $1`,
    [avatarId, trainingId, weightsKey],
  );
  return { avatarId, weightsKey };
}

let small: Promise<Uint8Array[]> | undefined;
const smallPhotos = () => {
  small ??= Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      scene(700 + i, 512, 600)
        .jpeg({ quality: 60 })
        .toBuffer(),
    ),
  );
  return small;
};

/** Makes an avatar up to its order. Answers its id. */
export async function orderAvatar(stack: Stack, user: Person, name = "Anna", count = 12): Promise<string> {
  const { telegram, query } = stack;
  const avatarId = await startDraft(stack, user, name);
  const photos = await makePhotos(count);
  for (let i = 0; i < photos.length; i += 6) await telegram.sendAlbum(user, photos.slice(i, i + 6));
  await eventually(
    "all photos kept",
    async () => (await query("select 1 from avatar_photos where state = 'kept'")).length === count,
    30_000,
  );
  const counted = await telegram.waitFor(
    user.id,
    ({ reply_markup }) => buttonsOf(reply_markup).includes(`av.check:${avatarId}`),
    20_000,
  );
  await tapOn(stack, user, counted, `av.check:${avatarId}`);
  const review = await telegram.waitFor(user.id, ({ reply_markup }) =>
    buttonsOf(reply_markup).includes(`av.order:${avatarId}`),
  );
  await tapOn(stack, user, review, `av.order:${avatarId}`);
  return avatarId;
}

const buttonsOf = (markup: Shown["reply_markup"]): string[] =>
  markup?.inline_keyboard.flat().flatMap(({ callback_data }) => callback_data ?? []) ?? [];
