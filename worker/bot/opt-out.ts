import { Composer } from "grammy";
import { EVERYWHERE, optIn, optOut } from "../../domain/groups/index.ts";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** "Do not transcribe me", said in private: in no group. And back. */
export const optOuts = new Composer<Turn>();

optOuts.command("optout", async (turn) => {
  if (!turn.from) return;
  await turn.commit(turn.from, {
    changes: [optOut(turn.visit.ports.db, turn.from.id, EVERYWHERE, turn.now)],
    jobs: [showing(turn, "optout")],
  });
});

optOuts.command("optin", async (turn) => {
  if (!turn.from) return;
  await turn.commit(turn.from, {
    changes: [optIn(turn.visit.ports.db, turn.from.id, EVERYWHERE)],
    jobs: [showing(turn, "optin")],
  });
});

optOuts.command("doctor", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [showing(turn, "doctor")] });
});
