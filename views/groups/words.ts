import type { Group } from "../../domain/groups/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";

/** The first word in a group: what the bot does, who pays, how to say no. */
export const hello = (coins: boolean, t: Translate): Outgoing => ({
  html: [t("group-hello"), ...(coins ? [t("group-hello-pays")] : []), t("group-hello-refuse")].join("\n\n"),
});

export const help = ({ mode, payerId }: Group, coins: boolean, t: Translate): Outgoing => ({
  html: [
    t("group-help"),
    t(`group-help-${mode}`),
    ...(coins ? [t(payerId === null ? "group-pays-asker" : "group-pays-one")] : []),
    t("group-hello-refuse"),
  ].join("\n\n"),
});

/** What stands between the bot and the voices of this group, and what to do about it. */
export function groupDoctor(
  {
    group,
    hearsAll,
    isAdmin,
    botName,
  }: { group: Group; hearsAll: boolean; isAdmin: boolean; botName: string },
  t: Translate,
): Outgoing {
  const hears = hearsAll || isAdmin;
  const lines = [
    t(hears ? "doctor-hears" : "doctor-deaf"),
    t(hearsAll ? "doctor-privacy-off" : "doctor-privacy-on"),
    t(isAdmin ? "doctor-admin" : "doctor-member"),
    t(`group-help-${group.mode}`),
  ];
  const mend = !hears && group.mode === "auto" ? [t("doctor-mend", { bot: botName })] : [];
  return {
    html: [`${t("doctor-title")}\n\n${lines.map((line) => `• ${line}`).join("\n")}`, ...mend].join("\n\n"),
  };
}

/** The same in private, where there is no group to look at. */
export const doctor = (
  { hearsAll, botName }: { hearsAll: boolean; botName: string },
  t: Translate,
): Outgoing => ({
  html: [
    `${t("doctor-title")}\n\n• ${t(hearsAll ? "doctor-privacy-off" : "doctor-privacy-on")}`,
    ...(hearsAll ? [] : [t("doctor-mend", { bot: botName })]),
    t("doctor-there"),
  ].join("\n\n"),
});

/** Whoever asks pays, so the bot has to know them first. */
export const startFirst = (key: string, botName: string, t: Translate): Outgoing => ({
  html: t(key),
  ...(key !== "group-anonymous" && {
    buttons: [[{ text: t("group-open"), url: `https://t.me/${botName}?start=group` }]],
  }),
});

/** Failures whose texts speak to somebody who can retry or top up; a group gets shorter ones. */
const IN_GROUPS = [
  "group-broke",
  "group-dear",
  "too-big",
  "file-gone",
  "empty-file",
  "not-media",
  "no-audio",
  "unsupported",
  "broken",
];

export const groupFailed = (failure: string, askerPays: boolean, t: Translate): Outgoing => ({
  html:
    failure === "group-broke" && askerPays
      ? t("group-asker-broke")
      : failure.startsWith("ceiling-")
        ? t("group-ceiling")
        : IN_GROUPS.includes(failure)
          ? t(`failure-${failure}`)
          : t("group-failed"),
});
