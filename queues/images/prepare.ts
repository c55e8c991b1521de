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
import { alertAdmins } from "../alert.ts";
import { spend, spent, spentInVain } from "../spend.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { fetchPhoto, fetchVoice, hearWish, seeWish } from "./sources.ts";
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
      const facts = await makePrompt(ports, job, found);
      return {
        did: "prepared a prompt",
        changes: [notePrompt(db, found.image, facts, clock.now()), spent(ports, job, "write")],
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
      changes: [
        noteDraft(db, found.image.id, { failure: asDraftFailure(reason) }, clock.now()),
        spentInVain(ports, job, "hear", reason),
        spentInVain(ports, job, "write", reason),
      ],
      next: [
        showPrompt(job, found, found.image.statusMessageId),
        ...(reason === "ceiling-house" ? alertAdmins(ports, "alert-ceiling") : []),
      ],
    };
  },
  carries: true,
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** One message says that it is being worked on, however often that is tried; the prompt takes its place. */
async function announce({ db, clock, telegram }: Ports, { image, owner }: OwnedImage): Promise<number> {
  const { chatId, statusMessageId: shown } = image;
  const view = preparing(image, translator(owner.locale));
  if (shown !== null && (await telegram.editText(chatId, shown, view))) return shown;
  const messageId = await telegram.send({ chatId, silent: true }, view);
  await commit(db, [noteDraft(db, image.id, { statusMessageId: messageId }, clock.now())]);
  return messageId;
}

async function makePrompt(
  ports: Ports,
  job: TakenJob<"images.prepare">,
  { image, owner, avatar }: OwnedImage,
): Promise<{ words: string | null; prompt: string | null }> {
  const { db, clock } = ports;
  const of = { userId: owner.id, chatId: image.chatId, feature: "image" } as const;
  const hasLikeness = avatar !== null && avatar.subject !== "style";
  let { words } = image;
  if (image.source === "photo") {
    const photo = await fetchPhoto(ports, image);
    await spend(ports, job, "write", of);
    return { words, prompt: await seeWish(ports, photo, words) };
  }
  if (image.source === "voice" && words === null) {
    const voice = await fetchVoice(ports, image);
    await spend(ports, job, "hear", { ...of, seconds: voice.seconds });
    words = await hearWish(ports, voice, owner);
    // Heard once: what follows may have to be tried again.
    await commit(db, [noteDraft(db, image.id, { words }, clock.now()), spent(ports, job, "hear")]);
  }
  const broken = breaksRule([words], { hasLikeness });
  if (broken) throw new Refused(broken);
  if (image.asWritten) return { words, prompt: null };
  if (ports.writing.model !== null) await spend(ports, job, "write", of);
  return { words, prompt: await writePrompt(ports, words ?? "", avatar) };
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
