import type { digests } from "../../schema/index.ts";

export type DigestRow = typeof digests.$inferSelect;
export type DigestState = DigestRow["state"];

/** waiting → writing → written → delivered is the good way. What failed can be tried again; its parts stay. */
export const next = {
  waiting: ["writing", "failed", "cancelled"],
  writing: ["written", "failed", "cancelled"],
  written: ["delivered", "failed"],
  delivered: [],
  failed: ["waiting"],
  cancelled: [],
} as const satisfies Record<DigestState, readonly DigestState[]>;

/** The states from which `state` may be entered. */
export const before = (state: DigestState): DigestState[] =>
  (Object.keys(next) as DigestState[]).filter((from) =>
    (next[from] as readonly DigestState[]).includes(state),
  );

/** Why nothing was written. Each has its text in views. */
export const DIGEST_FAILURES = [
  "digest-empty",
  "digest-limit",
  "writing-off",
  "writing-quota",
  "writing-key",
  "writing-refused",
  "writing-declined",
  "writing-cut",
  "writing-too-long",
  "writing-unreadable",
  "writing-down",
] as const;
