import type { Locale, Translate } from "./translate.ts";

/** What the upload page shows. `begun`: the name of the file whose upload was begun earlier. */
export interface UploadPage {
  state: "open" | "done" | "expired";
  locale: Locale;
  megabytes: number;
  begun: string | null;
}

/** The words that the page's script needs later, by the names it uses. */
const SAYINGS = ["going", "offline", "done", "expired", "too-big", "empty", "again", "broken"] as const;

/** The page as HTML. Its script finds the words in `#words`, and everything else by id. */
export function uploadPage({ state, locale, megabytes, begun }: UploadPage, t: Translate): string {
  const words = Object.fromEntries(SAYINGS.map((name) => [name, t(`upload-${name}`, { megabytes })]));
  const status =
    state !== "open"
      ? t(`upload-${state}`, { megabytes })
      : begun === null
        ? ""
        : t("upload-resume", { name: begun });
  const title = t("upload-title");
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/upload.css">
<script src="/upload.js" defer></script>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${t("upload-limit", { megabytes })}</p>
<label id="choose"${state === "open" ? "" : " hidden"}>${t("upload-choose")}<input id="file" type="file"></label>
<progress id="progress" max="1" value="0" hidden></progress>
<p id="status" role="status">${status}</p>
<script id="words" type="application/json" data-most="${megabytes * 2 ** 20}">${JSON.stringify(words).replaceAll("<", "\\u003c")}</script>
</main>
</body>
</html>
`;
}
