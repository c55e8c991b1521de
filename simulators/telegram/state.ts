import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileRecord } from "./files.ts";
import type { Simulation } from "./simulation.ts";
import type { Pending } from "./updates/outbox.ts";
import type { WebhookSettings } from "./updates/webhook.ts";
import type { User } from "./wire.ts";
import type { Payment, Room, Stored, World } from "./world.ts";

interface Kept {
  users: User[];
  rooms: (Omit<Room, "messages" | "drafts"> & { messages: Stored[] })[];
  bot: World["bot"];
  payments: Payment[];
  invoices: [string, Record<string, unknown>][];
  lastMessageId: number;
  files: FileRecord[];
  pending: Pending[];
  lastUpdateId: number;
  allowed: string[] | null;
  webhook: WebhookSettings | null;
}

/** Writes chats, files and what the bot has not confirmed into `directory`; the file is replaced whole. */
export function saveState({ world, files, outbox, webhook }: Simulation, directory: string): void {
  const kept: Kept = {
    users: [...world.users.values()],
    rooms: [...world.rooms.values()].map(({ drafts: _, ...room }) => ({
      ...room,
      messages: [...room.messages.values()],
    })),
    bot: world.bot,
    payments: world.payments,
    invoices: [...world.invoices],
    lastMessageId: world.lastMessageId,
    files: files.all(),
    pending: outbox.pending(),
    lastUpdateId: outbox.lastId,
    allowed: outbox.allowed ?? null,
    webhook: webhook.settings ?? null,
  };
  mkdirSync(directory, { recursive: true });
  const place = join(directory, "state.json");
  writeFileSync(`${place}.new`, JSON.stringify(kept));
  renameSync(`${place}.new`, place);
}

/** Takes up where an earlier run stopped; nothing where there was none. Throws on a file that cannot be read. */
export function loadState({ world, files, outbox, webhook }: Simulation, directory: string): void {
  const place = join(directory, "state.json");
  if (!existsSync(place)) return;
  const kept = readKept(place);
  for (const user of kept.users) world.users.set(user.id, user);
  for (const { messages, ...room } of kept.rooms) {
    const byId = new Map(messages.map((stored) => [stored.message.message_id, stored]));
    world.rooms.set(room.chat.id, { ...room, messages: byId, drafts: new Map() });
  }
  world.bot = { ...kept.bot, user: world.bot.user };
  world.payments = kept.payments;
  world.invoices = new Map(kept.invoices);
  world.lastMessageId = kept.lastMessageId;
  files.restore(kept.files);
  outbox.restore(kept.pending);
  outbox.lastId = kept.lastUpdateId;
  outbox.allowed = kept.allowed ?? undefined;
  webhook.settings = kept.webhook ?? undefined;
}

function readKept(place: string): Kept {
  try {
    return JSON.parse(readFileSync(place, "utf8")) as Kept;
  } catch (cause) {
    throw new Error(`${place} cannot be read; delete it to start with an empty Telegram`, { cause });
  }
}
