import { EXPORT_HOURS } from "../../domain/exports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { packTap } from "../callbacks.ts";
import { escapeHtml, type Translate } from "../translate.ts";

/** What a tap can ask for: everything as texts, or with the recordings, pictures and photos themselves. */
export type ExportTap = { withOriginals: boolean };

export const packExportTap = ({ withOriginals }: ExportTap): string =>
  `ex.${withOriginals ? "all" : "texts"}`;

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export const readExportTap = (data: string): ExportTap | null =>
  data === "ex.all" || data === "ex.texts" ? { withOriginals: data === "ex.all" } : null;

export const exportOffer = (t: Translate): Outgoing => ({
  html: t("export", { hours: EXPORT_HOURS }),
  buttons: [
    [{ text: t("export-texts"), data: packExportTap({ withOriginals: false }) }],
    [{ text: t("export-all"), data: packExportTap({ withOriginals: true }) }],
    [{ text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) }],
  ],
});

export const exportBegun = (t: Translate): Outgoing => ({ html: t("export-begun") });

export const exportReady = (
  { url, bytes, files }: { url: string; bytes: number; files: number },
  t: Translate,
): Outgoing => ({
  html: `${t("export-ready", { files, megabytes: (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0) })}\n\n<a href="${escapeHtml(url)}">${t("export-link")}</a>\n${t("export-until", { hours: EXPORT_HOURS })}`,
});

export const exportFailed = (t: Translate): Outgoing => ({ html: t("export-failed") });
