import {
  closeConversation,
  findConversation,
  type Item,
  keepDialogue,
  makeDialogue,
  type WholeConversation,
} from "../../domain/conversations/index.ts";
import { newId } from "../../domain/new-id.ts";
import type { Passage } from "../../domain/transcripts/index.ts";
import { Pending } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { patienceSeconds } from "./fail.ts";
import { keepText } from "./keep-text.ts";

/** How often to look whether all recordings have ended. */
const LOOK_SECONDS = 3;

/** Makes one dialogue of the texts that are there, once every recording of the conversation has its text or its reason. */
export const join: Step<"transcription.join"> = {
  async run(ports, job) {
    const found = await findConversation(ports.db, job.payload.conversationId);
    if (!found) return skip("no such conversation");
    if (found.conversation.state !== "joining") return skip(`already ${found.conversation.state}`);
    if (found.items.some(isUnderWay)) throw new Pending("speech", LOOK_SECONDS);
    return joinMessages(ports, found);
  },
  // Whoever waited so long gets what there is: a recording that waits for coins may wait for ever.
  async giveUp(ports, job) {
    const found = await findConversation(ports.db, job.payload.conversationId);
    return found?.conversation.state === "joining"
      ? joinMessages(ports, found)
      : skip("no such conversation");
  },
  patienceSeconds,
};

const isUnderWay = ({ transcript }: Item): boolean =>
  transcript !== null && ["received", "quoted", "transcribing", "transcribed"].includes(transcript.state);

async function joinMessages(ports: Ports, found: WholeConversation): Promise<Outcome> {
  const { db, clock } = ports;
  const { conversation, owner, items } = found;
  const lines = items.map(({ speaker, saidAt, text, transcript }) => ({
    speaker,
    saidAt,
    text: transcript ? null : text,
    seconds: transcript?.seconds ?? null,
    heard: heardIn(transcript),
  }));
  const dialogue = makeDialogue(lines);
  if (!dialogue)
    return {
      did: "nothing was heard in it",
      changes: [closeConversation(db, conversation.id)],
      next: [
        {
          kind: "notices.show",
          payload: { telegramId: owner.telegramId, screen: "join-nothing" },
          key: `show:${conversation.id}`,
        },
      ],
    };
  const id = newId("trn", clock.now());
  const textKey = await keepText(ports, { transcript: { id }, owner }, dialogue.passages, dialogue.speakers);
  return {
    did: `joined ${items.length} messages`,
    changes: keepDialogue(db, found, { ...dialogue, id, textKey }, clock.now()),
    next: [{ kind: "transcription.deliver", payload: { transcriptId: id }, key: `deliver:${id}:1` }],
  };
}

/** Whatever text there is, also of a recording that failed later on. */
const heardIn = (transcript: Item["transcript"]) =>
  transcript?.text == null
    ? null
    : {
        id: transcript.id,
        passages: (transcript.passages ?? []) as Passage[],
        coverage: transcript.coverage ?? 1,
        languages: transcript.languages ?? [],
      };
