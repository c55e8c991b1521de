import { type Digest, findDigest, findOwnDigest, findWished } from "../../domain/digests/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { findUser } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import { digestMessage } from "../../views/digests/result.ts";
import { staleTap } from "../../views/menu.ts";
import { translator } from "../../views/translate.ts";
import { sendDigest } from "../digests/deliver.ts";
import { digestFile, shownOf } from "../digests/file.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

/** A screen that is an hour late answers a question that nobody remembers. */
const PATIENCE_SECONDS = 3600;

type Kind = "notices.digest" | "notices.digest-page" | "notices.digest-file";

/** A step that shows something of a digest; what cannot be shown any more is said to be gone. */
const showing = <K extends Kind>(
  show: (ports: Ports, payload: TakenJob<K>["payload"]) => Promise<Outcome | null>,
): Step<K> => ({
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { telegramId } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    try {
      const shown = await show(ports, job.payload);
      if (shown) return shown;
      await telegram.send({ chatId: telegramId }, staleTap(translator(user.locale)));
      return { did: "said that it is gone" };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
});

/** What was wished before is shown at once. What is being written shows itself. */
export const digestScreen = showing<"notices.digest">(async (ports, { telegramId, wish, about }) => {
  const id = await findWished(ports.db, telegramId, wish, about);
  const found = id === null ? null : await findDigest(ports.db, id);
  if (!found) return null;
  if (found.digest.state !== "delivered") return skip(`it is ${found.digest.state}`);
  await sendDigest(ports, found);
  return { did: "shown again" };
});

export const digestPage = showing<"notices.digest-page">(
  async ({ db, telegram }, { telegramId, digestId, page, messageId }) => {
    const found = await findOwnDigest(db, telegramId, digestId);
    if (!found?.digest.result) return null;
    const t = translator(found.owner.locale);
    const { message } = digestMessage(shownOf(found, found.digest.result as Digest), t, { page });
    await telegram.editButtons(found.digest.chatId, messageId, message.buttons ?? []);
    return { did: `page ${page}` };
  },
);

export const digestFileNotice = showing<"notices.digest-file">(
  async ({ db, telegram }, { telegramId, digestId, format }) => {
    const found = await findOwnDigest(db, telegramId, digestId);
    if (!found?.digest.result) return null;
    const shown = shownOf(found, found.digest.result as Digest);
    const file = await digestFile(shown, found, format, translator(found.owner.locale));
    const { chatId, resultMessageId } = found.digest;
    await telegram.sendFile({ chatId, replyTo: resultMessageId ?? undefined }, file, { html: "" });
    return { did: `sent ${format}` };
  },
);
