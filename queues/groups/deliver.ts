import { noteAnswer } from "../../domain/groups/index.ts";
import {
  advance,
  calledBy,
  callNext,
  chargeSpeech,
  giveUp,
  type Owned,
} from "../../domain/transcripts/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { groupResult } from "../../views/groups/result.ts";
import type { Outcome } from "../step.ts";
import { discarding } from "./discard.ts";
import { inGroup } from "./speak.ts";

/** A message in a moved group has a number that answers none (domain/groups/group.ts). */
export const asReply = (messageId: number): { replyTo?: number } =>
  messageId > 0 ? { replyTo: messageId } : {};

/** Answers a voice in its group with its text, and then keeps nothing of it: the words belong to those who said them. */
export const deliverToGroup = (ports: Ports, { transcript, owner }: Owned): Promise<Outcome> =>
  inGroup(ports, transcript.chatId, async (group, t) => {
    const { db, clock, telegram, jobs } = ports;
    const now = clock.now();
    const { message, file } = groupResult(transcript, owner, t);
    const to = {
      chatId: group.chatId,
      threadId: transcript.threadId ?? undefined,
      ...asReply(transcript.messageId),
      silent: group.silent,
    };
    const next = [discarding(transcript)];
    const afterwards = (rows: readonly unknown[]) => jobs.wake(calledBy(rows.at(-1)));
    try {
      const sent = file ? await telegram.sendFile(to, file, message) : await telegram.send(to, message);
      return {
        did: "delivered to a group",
        changes: [
          advance(db, transcript.id, "delivered", { toldAt: now, text: null, passages: null }, now),
          chargeSpeech(db, transcript, now),
          noteAnswer(db, { chatId: group.chatId, messageId: transcript.messageId }, sent, now),
          callNext(db, transcript.id, now),
        ],
        next,
        afterwards,
      };
    } catch (error) {
      // Nobody got it, so nobody pays. That the bot is out, its removal tells by itself.
      if (!(error instanceof Unreachable)) throw error;
      return {
        did: "not delivered: the bot is not in this group any more",
        changes: [...giveUp(db, transcript.id, "telegram-down", now), callNext(db, transcript.id, now)],
        next,
        afterwards,
      };
    }
  });
