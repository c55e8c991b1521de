import type { avatarPhotos, avatars, trainings } from "../../schema/index.ts";

export type Avatar = typeof avatars.$inferSelect;
export type AvatarState = Avatar["state"];
export type Subject = Avatar["subject"];
export type Photo = typeof avatarPhotos.$inferSelect;
export type Training = typeof trainings.$inferSelect;
export type Preset = Training["preset"];
export type TrainingState = Training["state"];

/**
 * A training that was stopped by its owner leaves a draft behind; one that failed can be ordered again as it is. A ready
 * avatar stays ready while it is trained again: how far that is, its training says.
 */
export const nextOfAvatar = {
  draft: ["training", "deleted"],
  training: ["ready", "failed", "draft", "deleted"],
  failed: ["training", "deleted"],
  ready: ["deleted"],
  deleted: [],
} as const satisfies Record<AvatarState, readonly AvatarState[]>;

/**
 * ordered → packed → submitting → training → trained → ready is the good way.
 * `submitting`: a request may be on its way; nobody sends a second one until it is known, or its time is over. From
 * there it can go back to `packed`: when the vendor said that it took nothing, or never said anything.
 */
export const nextOfTraining = {
  ordered: ["packed", "failed", "cancelled"],
  packed: ["submitting", "training", "failed", "cancelled"],
  submitting: ["packed", "training", "trained", "failed", "cancelled"],
  training: ["trained", "failed", "cancelled"],
  trained: ["ready", "failed", "cancelled"],
  ready: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<TrainingState, readonly TrainingState[]>;

const sources = <State extends string>(table: Record<State, readonly State[]>, state: State): State[] =>
  (Object.keys(table) as State[]).filter((from) => table[from].includes(state));

/** The states from which `state` may be entered. */
export const trainingBefore = (state: TrainingState): TrainingState[] =>
  sources<TrainingState>(nextOfTraining, state);

/** A training in one of these is under way. */
export const UNDER_WAY: readonly TrainingState[] = ["ordered", "packed", "submitting", "training", "trained"];

/** Whether the avatar is being trained: for the first time, or again while it goes on drawing. */
export const isUnderWay = (training: Pick<Training, "state"> | null): boolean =>
  training !== null && UNDER_WAY.includes(training.state);

/** A first training can be ordered, and photos for it added and taken away. */
export const OPEN: readonly AvatarState[] = sources<AvatarState>(nextOfAvatar, "training");

/** Photos can be added and taken away: those that the next training begins from. */
export const takesPhotos = (
  avatar: Pick<Avatar, "state">,
  training: Pick<Training, "state"> | null,
): boolean => (OPEN.includes(avatar.state) || avatar.state === "ready") && !isUnderWay(training);

/** Why a photo is not kept. Each has its text in views. */
export const PHOTO_FAILURES = [
  "too-big",
  "file-gone",
  "not-a-picture",
  "heic",
  "truncated",
  "too-small",
  "too-dark",
  "too-bright",
  "blurred",
  "duplicate",
  "nearly-same",
  "too-many",
  "too-late",
  "no-face",
  "many-faces",
  "covered-face",
  "screenshot",
  "not-checked",
] as const;
export type PhotoFailure = (typeof PHOTO_FAILURES)[number];

/** Why a training failed. Each has its text in views. */
export const TRAINING_FAILURES = [
  "fal-balance",
  "fal-key",
  "fal-down",
  "fal-refused",
  "fal-content",
  "fal-photos",
  "fal-broken",
  "fal-late",
  "fal-lost",
  "storage-down",
  "file-gone",
  "ceiling-user",
  "ceiling-chat",
  "ceiling-house",
  "fault",
] as const;
export type TrainingFailure = (typeof TRAINING_FAILURES)[number];

export const asTrainingFailure = (reason: string): TrainingFailure =>
  TRAINING_FAILURES.find((known) => known === reason) ?? "fault";

/** What is wrong at the operator's, not at the user's: the operator is told too. */
export const isOperators = (reason: string): reason is "fal-balance" | "fal-key" =>
  reason === "fal-balance" || reason === "fal-key";
