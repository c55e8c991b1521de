/** What an admin of a group can settle by one tap. */
const CHANGES = {
  mode: ["auto", "request", "off"],
  sound: ["on", "off"],
  locale: ["ru", "en", "kk"],
  payer: ["me", "asker"],
} as const;

export type GroupTap = {
  [K in keyof typeof CHANGES]: { set: K; to: (typeof CHANGES)[K][number] };
}[keyof typeof CHANGES];

/** A tap as button data: at most 20 of Telegram's 64 bytes. Which group it is about, the message says. */
export const packGroupTap = ({ set, to }: GroupTap): string => `gr.${set}:${to}`;

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readGroupTap(data: string): GroupTap | null {
  const [, set, to] = /^gr\.([a-z]+):([a-z]+)$/.exec(data) ?? [];
  const name = (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).find((one) => one === set);
  const known = name && (CHANGES[name] as readonly string[]).includes(to ?? "");
  return known ? ({ set: name, to } as GroupTap) : null;
}
