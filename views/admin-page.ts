import type { AuditEntry, DayFigures } from "../domain/admin/index.ts";
import type { JobRow } from "../domain/jobs/index.ts";
import type { Alert, Chart, VendorLine } from "../domain/watch/index.ts";
import { barChart } from "./charts.ts";
import { escapeHtml, type Locale, type Translate } from "./translate.ts";

/** What the operator's page shows. */
export interface AdminPage {
  day: DayFigures;
  /** Those that are firing. */
  alerts: readonly Alert[];
  dead: readonly JobRow[];
  charts: readonly Chart[];
  vendors: readonly VendorLine[];
  acts: readonly AuditEntry[];
  /** What every form carries. */
  formToken: string;
  now: Date;
  locale: Locale;
}

const frame = (locale: Locale, title: string, body: string): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

/** How to log in, for who is not. `trouble`: why what they tried did not do. */
export function loginPage(
  { bot, trouble, locale }: { bot: string; trouble: "expired" | "stranger" | undefined; locale: Locale },
  t: Translate,
): string {
  return frame(
    locale,
    t("page-title"),
    `<section class="login"><h1>${t("page-title")}</h1>
${trouble ? `<p role="alert">${t(`page-login-${trouble}`)}</p>` : ""}
<p>${t("page-login", { bot })}</p>
<p><a class="button" href="https://t.me/${bot}">@${bot}</a></p>
<p class="soft">${t("page-login-domain")}</p></section>`,
  );
}

/** The whole page. Everything that came from outside is escaped; no script runs on it in any case. */
export function adminPage(page: AdminPage, t: Translate): string {
  const { day, alerts, dead, charts, vendors, acts, formToken, now, locale } = page;
  const token = `<input type="hidden" name="token" value="${formToken}">`;
  const body = [
    `<header><h1>${t("page-title")}</h1><form method="post" action="/admin/logout">${token}<button>${t("page-logout")}</button></form></header>`,
    `<p class="soft">${minuteOf(now)} UTC</p>`,
    `<h2>${t("page-alerts")}</h2>`,
    ...(alerts.length === 0
      ? [`<p class="well">${t("page-well")}</p>`]
      : alerts.map(
          ({ id, detail, since }) =>
            `<p class="alert">${t(`alert-${id}`, { detail })} <span class="soft">${minuteOf(since)} · <code>${id}</code></span></p>`,
        )),
    `<h2>${t("page-today")}</h2>`,
    `<ul class="figures">${figures(day, t)}</ul>`,
    `<h2>${t("page-charts")}</h2>`,
    `<div class="charts">${charts.map((chart) => drawn(chart, t)).join("")}</div>`,
    `<h2 id="jobs">${t("page-dead")}</h2>`,
    dead.length === 0 ? `<p class="well">${t("page-no-dead")}</p>` : deadJobs(dead, token, t),
    `<h2>${t("page-vendors")}</h2>`,
    vendorTable(vendors, t),
    `<h2>${t("page-acts")}</h2>`,
    table(
      [t("page-when"), t("page-who"), t("page-what"), ""],
      acts.map((act) => [
        minuteOf(act.createdAt),
        escapeHtml(act.actor),
        escapeHtml(act.action),
        `<code>${escapeHtml(act.subject)}</code>`,
      ]),
    ),
  ];
  return frame(locale, t("page-title"), body.join("\n"));
}

const minuteOf = (moment: Date | null): string => moment?.toISOString().slice(0, 16).replace("T", " ") ?? "—";

const dollars = (micros: number): string => `$${(micros / 1e6).toFixed(2)}`;

const FIGURES = [
  "activePeople",
  "newPeople",
  "recordings",
  "delivered",
  "failed",
  "jobsWaiting",
  "jobsDead",
  "coinsSpent",
  "starsPaid",
] as const satisfies readonly (keyof DayFigures)[];

const figures = (day: DayFigures, t: Translate): string =>
  [
    ...FIGURES.map((name) => [day[name], t(`page-figure-${name}`)]),
    [dollars(day.vendorMicros), t("page-figure-vendorMicros")],
  ]
    .map(([value, name]) => `<li><b>${value}</b>${name}</li>`)
    .join("");

function drawn({ name, bars }: Chart, t: Translate): string {
  const show = (value: number) => (name === "cost" ? dollars(value) : String(Math.round(value)));
  const sum = show(bars.reduce((total, { value }) => total + value, 0));
  const title = t(`page-chart-${name}`);
  return `<figure class="chart"><figcaption><span>${title}</span><b>${sum}</b></figcaption>${barChart(bars, `${title}: ${sum}`, show)}</figure>`;
}

const table = (
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string => {
  const cell = (tag: "th" | "td") => (text: string, i: number) =>
    `<${tag}${numbers.includes(i) ? ' class="number"' : ""}>${text}</${tag}>`;
  const line = (tag: "th" | "td", cells: readonly string[]) => `<tr>${cells.map(cell(tag)).join("")}</tr>`;
  return `<div class="wide"><table><thead>${line("th", heads)}</thead><tbody>${rows.map((row) => line("td", row)).join("")}</tbody></table></div>`;
};

/** Each failed job with its error and what can be done about it, to be read on a phone too. */
const deadJobs = (dead: readonly JobRow[], token: string, t: Translate): string =>
  dead
    .map((job) => {
      const form = (act: "retry" | "drop") =>
        `<form method="post" action="/admin/jobs">${token}<input type="hidden" name="job" value="${job.id}"><button name="act" value="${act}">${t(`page-${act}`)}</button></form>`;
      return [
        `<article class="job"><p><b>${escapeHtml(job.kind)}</b> <span class="soft">${minuteOf(job.endedAt)}</span></p>`,
        `<p class="error">${escapeHtml(job.lastError ?? "")}</p><p><code>${job.id}</code></p>`,
        job.isRefunded ? `<p>${t("admin-retry-refunded")}</p>` : form("retry"),
        // What cannot be undone is asked about first.
        `<details><summary>${t("page-drop-ask")}</summary><p>${t("page-drop-sure")}</p>${form("drop")}</details></article>`,
      ].join("");
    })
    .join("");

const vendorTable = (vendors: readonly VendorLine[], t: Translate): string =>
  table(
    [t("page-vendor"), t("page-calls"), t("page-failed"), t("page-mean")],
    vendors.map(({ vendor, calls, failed, meanSeconds }) => [
      escapeHtml(vendor),
      String(calls),
      String(failed),
      meanSeconds.toFixed(2),
    ]),
    [1, 2, 3],
  );
