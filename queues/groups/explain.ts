import { claimBrokeNotice } from "../../domain/groups/index.ts";
import type { Owned } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { groupFailed } from "../../views/groups/words.ts";
import type { Outcome } from "../step.ts";
import { asReply } from "./deliver.ts";
import { discarding } from "./discard.ts";
import { inGroup } from "./speak.ts";

/**
 * Whoever asked for a text that there will not be learns why. Where nobody asked, there is silence; that the coins are
 * at an end is said once, and then not again until they are not.
 */
export const explainInGroup = (ports: Ports, { transcript }: Owned): Promise<Outcome> =>
  inGroup(ports, transcript.chatId, async (group, t) => {
    const { db, clock, telegram } = ports;
    const next = [discarding(transcript)];
    const broke = transcript.failure === "group-broke";
    if (!broke && transcript.requestMessageId === null) return { did: "silence: nobody asked", next };
    if (broke) {
      const [claimed] = await commit(db, [claimBrokeNotice(db, group.chatId, clock.now())]);
      if ((claimed as unknown[]).length === 0) return { did: "silence: said before", next };
    }
    const to = {
      chatId: group.chatId,
      threadId: transcript.threadId ?? undefined,
      ...asReply(transcript.requestMessageId ?? transcript.messageId),
      silent: group.silent,
    };
    await telegram.send(to, groupFailed(transcript.failure ?? "fault", group.payerId === null, t));
    return { did: `told: ${transcript.failure}`, next };
  });
