import type { Button } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";
import { type DigestTap, packDigestTap } from "./taps.ts";

export const digestButton = (t: Translate, key: string, tap: DigestTap): Button => ({
  text: t(key),
  data: packDigestTap(tap),
});

/** What can be written about a transcript, or, without its id, about those that the message has selected. */
export function writeButtons(t: Translate, transcriptId?: string): Button[][] {
  const about = transcriptId === undefined ? {} : { transcriptId };
  return [
    [
      digestButton(t, "digest-summary", { act: "write", kind: "summary", ...about }),
      digestButton(t, "digest-todo", { act: "write", kind: "todo", ...about }),
      digestButton(t, "digest-minutes", { act: "write", kind: "minutes", ...about }),
    ],
    [
      digestButton(t, "digest-clean", { act: "write", kind: "clean", ...about }),
      digestButton(t, "digest-translation", { act: "choose", choice: "translation", ...about }),
      digestButton(t, "digest-own", { act: "choose", choice: "own", ...about }),
    ],
    [digestButton(t, "digest-ask", { act: "choose", choice: "ask", ...about })],
  ];
}
