import type { Avatar } from "../avatars/index.ts";

const SUBJECTS = { woman: "a woman", man: "a man", other: "a person" } as const;

/**
 * The prompt with the word that the model has learned for this likeness: without it anybody would be drawn. It stands
 * first, where models listen most; a style's word says how, not who.
 */
export function withLikeness(prompt: string, avatar: Pick<Avatar, "trigger" | "subject"> | null): string {
  if (!avatar?.trigger) return prompt;
  const { trigger, subject } = avatar;
  if (prompt.includes(trigger)) return prompt;
  return subject === "style"
    ? `in the style of ${trigger}. ${prompt}`
    : `${trigger}, ${SUBJECTS[subject]}. ${prompt}`;
}
