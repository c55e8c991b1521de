import { findExcerpt, findSentence, type Place } from "../../domain/search/index.ts";
import { zoneOf } from "../../domain/todos/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import type { Reader } from "../dates.ts";
import { fileStem } from "../file-stem.ts";
import { historyButton } from "../history/screens.ts";
import { clockTime } from "../transcript.ts";
import { escapeHtml, type Translate } from "../translate.ts";
import { marked, momentOf } from "./results.ts";

/** A whole stretch of half a minute fits, and with what is around it a message does (4096 units). */
const HERE_LETTERS = 2400;
const AROUND_LETTERS = 300;

/** One place of a recording: its paragraph with the words marked, what was said around it, and ways on from there. */
export function placeFound(
  { here, before, after }: Place,
  asked: string,
  user: Reader,
  t: Translate,
): Outgoing {
  const { transcriptId, seconds } = here;
  const moment = momentOf(here, findSentence(here.said, asked).share);
  const time = (at: number) => (seconds === null ? "" : `[${clockTime(at)}] `);
  const lines = [
    `<b>${escapeHtml(fileStem(here.claimedName, here.createdAt, t, zoneOf(user)))}</b>`,
    before && `<i>${time(before.fromSeconds)}${escapeHtml(endOf(before.said))}</i>`,
    `${time(here.fromSeconds)}${marked(findExcerpt(here.said, asked, HERE_LETTERS))}`,
    after && `<i>${time(after.fromSeconds)}${escapeHtml(beginningOf(after.said))}</i>`,
  ];
  return {
    html: lines.filter(Boolean).join("\n\n"),
    buttons: [
      ...(moment === null
        ? []
        : [
            [
              historyButton(`▶ ${clockTime(moment)}`, {
                act: "play",
                transcriptId,
                at: Math.floor(moment),
              }),
            ],
          ]),
      [
        historyButton(t("history-text"), { act: "text", transcriptId }),
        historyButton(t("history-card"), { act: "open", transcriptId }),
      ],
    ],
  };
}

const beginningOf = (said: string): string =>
  said.length <= AROUND_LETTERS ? said : `${said.slice(0, said.lastIndexOf(" ", AROUND_LETTERS))} …`;

const endOf = (said: string): string =>
  said.length <= AROUND_LETTERS
    ? said
    : `… ${said.slice(said.indexOf(" ", said.length - AROUND_LETTERS) + 1)}`;
