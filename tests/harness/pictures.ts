import { AwsClient } from "aws4fetch";
import { inject } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { writeSafetensors } from "../../simulators/fal/safetensors.ts";
import { eventually, type Stack, startStack } from "./stack.ts";
import { tapOn } from "./wizard.ts";

type Person = ReturnType<Stack["telegram"]["addUser"]>;
type Shown = Awaited<ReturnType<Stack["telegram"]["waitFor"]>>;

export interface PictureStack extends Stack {
  /** Lets time pass for orders as well as for jobs, then ticks the cron. */
  pass(seconds: number): Promise<void>;
}

const aws = new AwsClient({
  accessKeyId: "local",
  secretAccessKey: "local-secret",
  service: "s3",
  region: "auto",
  retries: 0,
});

/** A stack in which drawing is quick, small, and costs coins. */
export async function startPictureStack(
  options: Parameters<typeof startStack>[0] = {},
): Promise<PictureStack> {
  const stack = await startStack({
    ...options,
    fal: { queueMs: 10, drawingMs: 50, retryMs: 200, lateMs: 2000, ...options.fal },
    settings: {
      RATE_LIMITS: "false",
      BILLING_MODE: "coins",
      WELCOME_COINS: "100",
      OPENAI_MODEL: "gpt-4.1-mini",
      ...options.settings,
    },
  });
  return Object.assign(stack, {
    async pass(seconds: number) {
      await stack.query(
        `update images set ask_after = ask_after - $1 * interval '1 second', submitted_at = submitted_at - $1 * interval '1 second'
          where state not in ('done', 'failed', 'cancelled')`,
        [seconds],
      );
      await stack.later(seconds);
    },
  });
}

/** A ready avatar with weights of its base in storage, put into place without a training. Answers its id. */
export async function seedLikeness(
  stack: Stack,
  user: Person,
  { name = "Anna", trainer = "fal-ai/flux-lora-portrait-trainer", base = "flux-1", isMain = true } = {},
): Promise<string> {
  const { query } = stack;
  await meet(stack, user);
  const [owner] = await query<{ id: string }>("select id from users where telegram_id = $1", [user.id]);
  const avatarId = newId("avt");
  const key = `avatars/${owner?.id}/${avatarId}/weights.safetensors`;
  await aws.fetch(`${inject("s3Url")}/aisha-v2-avatars/${key}`, {
    method: "PUT",
    body: writeSafetensors({ base }, 1) as BodyInit,
  });
  await query(
    `insert into avatars (id, user_id, chat_id, state, subject, name, trigger, trainer, weights_key, is_main)
     values ($1, $2, $3, 'ready', 'woman', $4, 'TOKanna1', $5, $6, $7)`,
    [avatarId, owner?.id, user.id, name, trainer, key, isMain],
  );
  return avatarId;
}

/** Somebody says hello, so that we know them. */
export async function meet({ telegram }: Stack, user: Person): Promise<void> {
  await telegram.sendText(user, "/start");
  await telegram.waitFor(user.id, ({ reply_markup }) => reply_markup !== undefined);
}

export const buttonsOf = ({ reply_markup }: Pick<Shown, "reply_markup">): string[] =>
  reply_markup?.inline_keyboard.flat().flatMap(({ callback_data }) => callback_data ?? []) ?? [];

/** The button that asks for this, by the beginning of its data. */
export const buttonOf = (message: Shown, act: string): string =>
  buttonsOf(message).find((data) => data.startsWith(`pi.${act}`)) ?? `no button ${act}`;

/** The message with a button for this. */
export const shows = (act: string) => (message: Shown) =>
  buttonsOf(message).some((data) => data.startsWith(`pi.${act}`));

/** Tells a wish in words by /draw and waits for its prompt. Answers the screen and the order's id. */
export async function wishFor(
  stack: Stack,
  user: Person,
  words: string,
  { count = 1 } = {},
): Promise<{ screen: Shown; imageId: string }> {
  const { telegram } = stack;
  const before = new Set(telegram.messages(user.id).map(({ message_id }) => message_id));
  const isNew = (message: Shown) => !before.has(message.message_id) && shows("draw:")(message);
  await telegram.sendText(user, `/draw ${words}`);
  const screen = await telegram.waitFor(user.id, isNew, 20_000);
  const imageId = buttonOf(screen, "draw:").slice("pi.draw:".length);
  // The price is noted after it was shown: sooner than any finger, not than a test.
  await stack.quiet();
  if (count > 1) {
    await tapOn(stack, user, screen, `pi.count:${imageId}:${count}`);
    await eventually("counted", async () => {
      const [row] = await stack.query<{ ok: boolean }>(
        "select count = $2 and quoted_coins = 5 * $2 as ok from images where id = $1",
        [imageId, count],
      );
      return row?.ok === true;
    });
  }
  return { screen, imageId };
}

/** Tells a wish and orders it. */
export async function orderPicture(
  stack: Stack,
  user: Person,
  words: string,
  { count = 1 } = {},
): Promise<string> {
  const { screen, imageId } = await wishFor(stack, user, words, { count });
  await tapOn(stack, user, screen, `pi.draw:${imageId}`);
  return imageId;
}
