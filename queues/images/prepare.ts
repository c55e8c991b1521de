import {
  asDraftFailure,
  breaksRule,
  findImage,
  noteDraft,
  notePrompt,
  type OwnedImage,
} from "../../domain/images/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { preparing } from "../../views/images/status.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { hearWish, seeWish } from "./sources.ts";
import { writePrompt } from "./write-prompt.ts";

/** Whoever wants a picture waits for its description with the phone in their hand. */
const PATIENCE_SECONDS = 120;

/** Makes a prompt of a wish: a voice is heard, a photo looked at, words are translated and enriched. */
export const prepare: Step<"images.prepare"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    if (found.image.state !== "draft") return skip(`already ${found.image.state}`);
    try {
      const messageId = await announce(ports, found);
      const facts = await makePrompt(ports, found);
      return {
        did: "prepared a prompt",
        changes: [notePrompt(db, found.image, facts, clock.now())],
        next: [showPrompt(job, found, messageId)],
      };
    } catch (error) {
      return unreached({ db, clock }, found.owner.telegramId, error);
    }
  },
  async giveUp(ports, job, reason) {
    const { db, clock } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    return {
      did: `not prepared: ${reason}`,
      changes: [noteDraft(db, found.image.id, { failure: asDraftFailure(reason) }, clock.now())],
      next: [showPrompt(job, found, found.image.statusMessageId)],
    };
  },
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** A message says that it is being worked on; the prompt takes its place. */
async function announce({ db, clock, telegram }: Ports, { image, owner }: OwnedImage): Promise<number> {
  const view = preparing(image, translator(owner.locale));
  const messageId = await telegram.send({ chatId: image.chatId, silent: true }, view);
  await commit(db, [noteDraft(db, image.id, { statusMessageId: messageId }, clock.now())]);
  return messageId;
}

async function makePrompt(
  ports: Ports,
  found: OwnedImage,
): Promise<{ words: string | null; prompt: string | null }> {
  const { db, clock } = ports;
  const { image, avatar } = found;
  const hasLikeness = avatar !== null && avatar.subject !== "style";
  let { words } = image;
  if (image.source === "photo") return { words, prompt: await seeWish(ports, image) };
  if (image.source === "voice" && words === null) {
    words = await hearWish(ports, found);
    // Heard once: what follows may have to be tried again.
    await commit(db, [noteDraft(db, image.id, { words }, clock.now())]);
  }
  const broken = breaksRule([words], { hasLikeness });
  if (broken) throw new Refused(broken);
  const prompt = image.asWritten ? null : await writePrompt(ports, words ?? "", avatar);
  return { words, prompt };
}

const showPrompt = (job: TakenJob<"images.prepare">, { owner }: OwnedImage, messageId: number | null) =>
  ({
    kind: "notices.image",
    payload: {
      telegramId: owner.telegramId,
      screen: "prompt",
      imageId: job.payload.imageId,
      ...(messageId !== null && { messageId }),
    },
    key: `prompt:${job.id}`,
  }) as const;
