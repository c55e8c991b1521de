import type { User } from "grammy/types";
import { noteBlockTold } from "../../domain/users/index.ts";
import type { Turn } from "./turn.ts";

const notice = ({ id: telegramId }: User, screen: string, key: string, about?: string) =>
  ({
    kind: "notices.show",
    payload: { telegramId, screen, ...(about !== undefined && { about }) },
    key,
  }) as const;

/** Whoever is blocked gets one notice, then silence. */
export async function refuseBlocked(turn: Turn, sender: User): Promise<void> {
  const { change, when } = noteBlockTold(turn.visit.ports.db, sender.id, turn.now);
  const job = notice(sender, "blocked", `blocked:${sender.id}:${turn.now.getTime()}`);
  await turn.commit(sender, { changes: [change], jobs: [{ ...job, when }], limit: "open" });
}

/** Says when to come again, at most once a minute: whoever sends a hundred messages does not get a hundred answers. */
export async function slowDown(turn: Turn, sender: User, action: string, seconds: string): Promise<void> {
  const screen =
    action === "recording" ? "slow-recordings" : action === "photo" ? "slow-photos" : "slow-down";
  const key = `slow:${sender.id}:${action}:${Math.floor(turn.now.getTime() / 60_000)}`;
  await turn.commit(sender, { jobs: [notice(sender, screen, key, seconds)], limit: "open" });
}
