import type { Receipt } from "../deletions/receipt.ts";
import type { About, NamedWish } from "../digests/wish.ts";

/** What a file of words is made as. */
type FileFormat = "txt" | "md" | "docx" | "pdf";

/** What each kind of job carries: ids and addresses, never content. The step looks at the present. */
export interface JobPayloads {
  "transcription.ingest": { transcriptId: string };
  "transcription.plan": { transcriptId: string };
  "transcription.quote": { transcriptId: string };
  /** `again`: the offer is on the screen already, and is to be brought up to date. */
  "transcription.ask": { transcriptId: string; again: boolean };
  "transcription.transcribe": { transcriptId: string; position: number };
  "transcription.merge": { transcriptId: string };
  "transcription.deliver": { transcriptId: string };
  "transcription.explain": { transcriptId: string };
  /** By the recording, or by the message that asks for the name of one of its voices. */
  "transcription.redraw": { transcriptId: string } | { telegramId: number; voicesMessageId: number };
  /** What was forwarded to this chat: is it a conversation? */
  "transcription.gather": { telegramId: number; chatId: number };
  "transcription.join": { conversationId: string };
  /** Removes a recording that is not to be kept: of a group, after it was answered. */
  "transcription.discard": { transcriptId: string };
  /** One recording by its owner's wish of a moment (ms since the epoch); `messageId`: what tells of it. */
  "transcription.erase": { telegramId: number; transcriptId: string; messageId: number; at: number };
  /** Its original only, where the text stays. */
  "transcription.drop-original": { transcriptId: string };
  "transcription.export": { exportId: string };
  "transcription.forget": { deletionId: string };
  /** Objects of somebody who is forgotten (our id of them, which names nobody any more), after a moment (ms since the epoch). */
  "transcription.sweep": { userId: string; after: number };
  "transcription.cancelled": { telegramId: number; at: string; say: boolean };
  /** Lays out what is to be written, and in how many parts. */
  "transcription.digest": { digestId: string };
  "transcription.digest-part": { digestId: string; level: number; position: number };
  "transcription.digest-join": { digestId: string; level: number };
  "transcription.digest-deliver": { digestId: string };
  "transcription.digest-explain": { digestId: string };
  /** Plays the moment in which a point (its number, from 0) was said. */
  /** A moment (its second) of somebody's own recording. */
  "transcription.clip": { telegramId: number; transcriptId: string; at: number };
  "transcription.digest-clip": { telegramId: number; digestId: string; point: number };
  "notices.show": {
    telegramId: number;
    screen: string;
    /** What the screen is about, where its name does not say it: an id, a page. */
    about?: string;

    messageId?: number;
  };
  /** What is stored of somebody's recording, sent again. */
  "notices.stored": { telegramId: number; transcriptId: string; what: "text" | "original" };
  "notices.subtitles": { telegramId: number; transcriptId: string; format: "srt" | "vtt" };
  "notices.transcript-file": { telegramId: number; transcriptId: string; format: FileFormat | "json" };
  /** Shows a digest that is there already: the one that answers a wish. */
  "notices.digest": { telegramId: number; wish: NamedWish; about: About };
  /** Other ▶ under a digest's message. */
  "notices.digest-page": { telegramId: number; digestId: string; page: number; messageId: number };
  "notices.digest-file": { telegramId: number; digestId: string; format: FileFormat };
  /** Asks how, or about what, to write; or brings such a question up to date. */
  "notices.digest-choice": {
    telegramId: number;
    chatId: number;
    choice: "own" | "translation" | "ask" | "pick" | "name";
    /** About one transcript, about what another message has selected, or a digest. */
    transcriptId?: string;
    selectedIn?: number;
    digestId?: string;
    /** The message that is the question already. */
    messageId?: number;
    /** The page of a list: the last one of the page before. */
    after?: string;
  };
  /** A word in a group: as an answer to a message, in its topic. */
  "notices.group": { chatId: number; screen: string; threadId?: number; replyTo?: number };
  /** Why there is no text of the voice that somebody asked for, if that is to be said. */
  "notices.declined": {
    chatId: number;
    threadId?: number;
    replyTo: number;
    voiceId: number;
    speakers: number[];
    askerId: number | null;
  };
  /** An admin's screen, and what they changed by a tap. `telegramId` null: the group itself, which only its admins can be. */
  "notices.groupsettings": {
    chatId: number;
    telegramId: number | null;
    threadId?: number;
    replyTo?: number;
    messageId?: number;
    tapId?: string;
    change?: string;
  };
  /** Puts a to-do to another day, or its reminder off; `at`: when that was wished (ms since the epoch). */
  "notices.todo-due": {
    telegramId: number;
    todoId: string;
    to: "today" | "tomorrow" | "week" | "none" | "hour";
    at: number;
    messageId?: number;
  };
  "notices.todo-calendar": { telegramId: number };
  "notices.todo-reminder": { todoId: string };
  /** What went with one recording that its owner deleted, asked for at this moment (ms since the epoch). */
  "notices.receipt": { telegramId: number; at: number; receipt: Receipt };
  "notices.time-zone": { telegramId: number; zone: string; messageId?: number };
  "notices.invoice": { invoiceId: string };
  "notices.return": { chargeId: string };
  "notices.statement": { telegramId: number };
  "notices.news": { broadcastId: string };
  /** Something that a job noticed and that needs an admin, by its name in domain/watch/alerts.ts. */
  "notices.alert": { alert: string };
  "avatars.delivered": { deliveryId: string };
  /** A screen about an avatar: in place of the message, or as a new one. Without an id: the one that is open. */
  "notices.avatar": { telegramId: number; screen: string; avatarId?: string; messageId?: number };
  /** The viewer: shows a photo, or takes it away and shows its neighbour. */
  "notices.photo": { telegramId: number; photoId: string; drop: boolean; messageId?: number };
  "avatars.photo": { photoId: string };
  /** Not before this moment (ms since the epoch): what happens until then is told at once. */
  "avatars.count": { avatarId: string; at: number };
  "avatars.faces": { avatarId: string };
  /** `again`: of a ready avatar, which stays what it is until the training is done. */
  "avatars.order": { telegramId: number; avatarId: string; messageId?: number; again?: boolean };
  "avatars.pack": { trainingId: string };
  "avatars.train": { trainingId: string };
  "avatars.poll": { trainingId: string };
  "avatars.trained": { trainingId: string };
  "avatars.tell": { trainingId: string };
  /** After a cancellation, at the vendor and in the chat. */
  /** Without a training: its avatar's present one. As older Workers ask for it. */
  "avatars.stop": { avatarId: string; trainingId?: string };
  /** `picturesAt`: its pictures are to go too, wished at this moment (ms since the epoch). */
  "avatars.erase": { avatarId: string; picturesAt?: number };
  "avatars.forget": { avatarId: string };
  /** Weights that newer ones took the place of. */
  "avatars.tidy": { avatarId: string };
  /** A screen about pictures. Without an id: the draft that its owner has before them. */
  "notices.image": { telegramId: number; screen: string; imageId?: string; messageId?: number };
  /** Originals: of one picture, or of all of an order. */
  "notices.picture": { telegramId: number; pictureId: string } | { telegramId: number; imageId: string };
  "images.delivered": { deliveryId: string };
  /** The gallery and the styles: what was tapped, as its button says it (ids and filters). */
  "notices.gallery": { telegramId: number; tap: string; messageId?: number };
  "notices.style": { telegramId: number; tap: string; messageId?: number };
  /** The object of a picture that was deleted at this moment (ms since the epoch), once that cannot be taken back. */
  "images.erase": { pictureId: string; at: number };
  "images.prepare": { imageId: string };
  /** `agreed`: the price was on the screen; otherwise a high one is shown first. */
  "images.order": { telegramId: number; imageId: string; agreed: boolean; messageId?: number };
  "images.draw": { imageId: string };
  /** `follows`: nobody else tells when it is done, so it looks again and again. */
  "images.poll": { imageId: string; follows: boolean };
  "images.drawn": { imageId: string };
  "images.deliver": { imageId: string };
  "images.tell": { imageId: string };
  "images.stop": { imageId: string };
}

export type JobKind = keyof JobPayloads;

/** A job that is owed but not yet committed. */
export type NewJob = { [K in JobKind]: { kind: K; payload: JobPayloads[K]; key: string } }[JobKind];

/** A job that somebody has taken. */
export type TakenJob<K extends JobKind = JobKind> = {
  [P in K]: {
    id: string;
    kind: P;
    payload: JobPayloads[P];
    attempts: number;
    faults: number;
    lease: string;
    patientSince: Date;
  };
}[K];

export const isJobKind = (kind: string): kind is JobKind => kind in LEASE_SECONDS;

/**
 * How long one attempt may take before the job counts as abandoned. Longer than every timeout inside the step,
 * and short enough that a killed worker's job is taken up again while the user still waits.
 */
export const LEASE_SECONDS: Record<JobKind, number> = {
  "transcription.ingest": 120,
  "transcription.plan": 60,
  "transcription.quote": 60,
  "transcription.gather": 60,
  "transcription.join": 60,
  "transcription.ask": 60,
  "transcription.transcribe": 300,
  "transcription.merge": 60,
  "transcription.deliver": 60,
  "transcription.explain": 60,
  "transcription.redraw": 60,
  "transcription.cancelled": 60,
  "transcription.digest": 60,
  "transcription.digest-part": 300,
  "transcription.digest-join": 60,
  "transcription.digest-deliver": 60,
  "transcription.digest-explain": 60,
  "transcription.clip": 120,
  "transcription.digest-clip": 120,
  "notices.show": 60,
  "notices.stored": 60,
  "notices.subtitles": 60,
  "notices.transcript-file": 60,
  "notices.digest": 60,
  "notices.digest-page": 60,
  "notices.digest-file": 60,
  "notices.digest-choice": 60,
  "transcription.discard": 60,
  "transcription.erase": 60,
  "transcription.drop-original": 60,
  "transcription.export": 900,
  "transcription.forget": 300,
  "transcription.sweep": 300,
  "notices.group": 60,
  "notices.declined": 60,
  "notices.groupsettings": 60,
  "notices.todo-due": 60,
  "notices.todo-calendar": 60,
  "notices.todo-reminder": 60,
  "notices.receipt": 60,
  "notices.time-zone": 60,
  "notices.invoice": 60,
  "notices.return": 60,
  "notices.statement": 60,
  "notices.news": 120,
  "notices.alert": 60,
  "avatars.delivered": 60,
  "notices.avatar": 60,
  "notices.photo": 60,
  "avatars.photo": 240,
  "avatars.count": 60,
  "avatars.faces": 180,
  "avatars.order": 60,
  "avatars.pack": 600,
  "avatars.train": 600,
  "avatars.poll": 120,
  "avatars.trained": 900,
  "avatars.tell": 60,
  "avatars.stop": 120,
  "avatars.erase": 300,
  "avatars.forget": 300,
  "avatars.tidy": 300,
  "notices.image": 60,
  "notices.picture": 180,
  "images.delivered": 60,
  "notices.gallery": 120,
  "notices.style": 60,
  "images.erase": 60,
  "images.prepare": 300,
  "images.order": 60,
  "images.draw": 600,
  "images.poll": 120,
  "images.drawn": 300,
  "images.deliver": 180,
  "images.tell": 60,
  "images.stop": 60,
};

/** How often one job may end by a bug or a crash before it is buried. */
export const MOST_FAULTS = 3;
