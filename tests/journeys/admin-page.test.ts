import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../harness/browser.ts";
import { runAisha } from "../harness/operator.ts";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

const ADMIN = 4242;
const HOUSE = "https://aisha.example";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** Its name is not the machine's, so that Telegram delivers elsewhere: nobody is to be told of that. */
const start = () =>
  startStack({
    settings: { TELEGRAM_ADMIN_IDS: String(ADMIN), PUBLIC_URL: HOUSE, ENVIRONMENT: "local" },
  });

/** Sends /admin and presses the button under the answer: the address that Telegram opens, on this machine. */
async function loginAddress(stack: Stack, language_code = "en"): Promise<string> {
  const admin = stack.telegram.addUser({
    id: ADMIN,
    language_code,
    first_name: "Ольга & <b>Co</b>",
    username: "olga",
  });
  await stack.telegram.sendText(admin, "/admin");
  const answer = await stack.telegram.waitFor(ADMIN, ({ reply_markup }) =>
    JSON.stringify(reply_markup ?? "").includes("login_url"),
  );
  return stack.telegram.login(admin, answer).replace(HOUSE, stack.worker.url);
}

async function open(
  address: string,
  scheme: "light" | "dark" = "light",
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: scheme,
    javaScriptEnabled: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 403/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, complaints };
}

const dead = (stack: Stack, id: string, kind = "notices.show") =>
  stack.query(
    `insert into jobs (id, kind, payload, key, state, attempts, faults, run_after, woken_at, ended_at, last_error)
     values ($1, $2, $3, $1, 'dead', 3, 3, now(), now(), now(), 'Error: <img src=x onerror=alert(1)> broke')`,
    [id, kind, JSON.stringify({ telegramId: ADMIN, screen: "help" })],
  );
const jobId = (letter: string) => `job_${letter.repeat(26)}`;

test("an admin comes in through Telegram, sees what is wrong, and has a failed job done again and another dropped", async () => {
  await using stack = await start();
  const address = await loginAddress(stack);
  await dead(stack, jobId("a"));
  await dead(stack, jobId("b"), "notices.statement");
  await stack.worker.tick();
  await stack.query(`insert into tallies (name, labels, hour, value) values
    ('updates_total', '', date_trunc('hour', now()) - interval '30 hours', 41),
    ('jobs_ended_total', 'kind="notices.show",state="dead"', date_trunc('hour', now()), 3),
    ('vendor_cost_micros_total', 'feature="speech"', date_trunc('hour', now()) - interval '3 days', 2500000)`);

  const { page, complaints } = await open(address);
  expect(new URL(page.url()).pathname, "the signed address is not kept").toBe("/admin");
  expect(new URL(page.url()).search).toBe("");
  expect(await page.title()).toBe("Aisha · operator");
  expect(await page.locator(".alert").allTextContents()).toEqual([
    expect.stringContaining("1 × notices.show"),
  ]);
  expect(await page.locator("svg").count()).toBe(4);
  expect(await page.locator("figure", { hasText: "Vendors’ cost" }).textContent()).toContain("$2.50");
  expect(await page.locator("svg .bad").count()).toBeGreaterThan(0);
  expect(await page.locator(".job", { hasText: "<img src=x" }).count(), "errors are words").toBe(2);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "fits a phone").toBe(
    true,
  );
  const [bar] =
    (await page
      .locator("svg .bar")
      .first()
      .boundingBox()
      .then((box) => [box])) ?? [];
  expect(bar?.height, "bars are drawn").toBeGreaterThan(0);

  await page
    .locator(".job", { hasText: jobId("a") })
    .getByRole("button", { name: "Retry" })
    .click();
  await page.waitForURL(/#jobs$/);
  const other = page.locator(".job", { hasText: jobId("b") });
  expect(await other.getByRole("button", { name: "Drop" }).isVisible(), "asked about first").toBe(false);
  await other.getByText("Drop it…").click();
  await other.getByRole("button", { name: "Drop" }).click();
  await page.locator("#jobs + .well").waitFor();
  await eventually(
    "the retried job was done",
    async () =>
      (await stack.query("select from jobs where id = $1 and state = 'done'", [jobId("a")])).length === 1,
  );
  expect(await stack.query("select state from jobs where id = $1", [jobId("b")])).toEqual([
    { state: "dropped" },
  ]);
  expect(
    (
      await stack.query<{ line: string }>("select actor || ' ' || action as line from audit_log order by id")
    ).map(({ line }) => line),
  ).toEqual(["4242 login", "4242 retry", "4242 drop"]);
  expect(await page.locator("table").last().textContent()).toContain("drop");

  await page.getByRole("button", { name: "Log out" }).click();
  await page.locator(".login").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("it is light or dark as the reader's system, in their language, and needs no script", async () => {
  await using stack = await start();
  const address = await loginAddress(stack, "ru");
  const context = await browser.newContext({ colorScheme: "dark", javaScriptEnabled: false });
  const page = await context.newPage();
  const answer = await page.goto(address);
  expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'");
  expect(await page.locator("h1").textContent()).toBe("Аиша · оператор");
  expect(await page.locator("html").getAttribute("lang")).toBe("ru");
  const shade = (text: string) => text.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
  const back = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  expect(Math.max(...shade(await back()))).toBeLessThan(60);
  await page.emulateMedia({ colorScheme: "light" });
  expect(Math.min(...shade(await back()))).toBeGreaterThan(200);
  await context.close();
});

test("nobody comes in who is no admin, or with a login that is forged, old, or used", async () => {
  await using stack = await start();
  const address = await loginAddress(stack);
  const get = (url: string) => fetch(url, { redirect: "manual" });
  const changed = (change: (url: URL) => void) => {
    const url = new URL(address);
    change(url);
    return url.href;
  };
  expect((await get(changed((url) => url.searchParams.set("id", "1")))).status).toBe(403);
  expect((await get(changed((url) => url.searchParams.set("auth_date", "1")))).status).toBe(403);
  expect((await get(changed((url) => url.searchParams.append("id", "1")))).status).toBe(403);
  expect((await get(changed((url) => url.searchParams.set("hash", "0".repeat(64))))).status).toBe(403);
  expect((await get(`${stack.worker.url}/admin/login`)).headers.get("location")).toBe("/admin");
  const first = await get(address);
  expect([first.status, first.headers.get("set-cookie")]).toEqual([
    303,
    expect.stringMatching(/^__Host-aisha-admin=.*; Path=\/; Max-Age=7200; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  expect((await get(address)).status, "used before").toBe(403);

  const stranger = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(stranger, "/admin");
  const answer = await stack.telegram.waitFor(stranger.id, ({ text }) => text !== "/admin");
  expect(JSON.stringify(answer)).not.toContain("login_url");
  expect((await stack.worker.fetch("/admin")).status).toBe(200);
  expect(await (await stack.worker.fetch("/admin")).text()).not.toContain("<table");
});

test("a form that is not of this page does nothing, and a cookie ends, also for who is an admin no more", async () => {
  await using stack = await start();
  const cookie =
    (await fetch(await loginAddress(stack), { redirect: "manual" })).headers
      .get("set-cookie")
      ?.split(";")[0] ?? "";
  await dead(stack, jobId("c"));
  const page = await (await stack.worker.fetch("/admin", { headers: { cookie } })).text();
  const token = /name="token" value="([0-9a-f]+)"/.exec(page)?.[1] ?? "";
  const post = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    stack.worker.fetch("/admin/jobs", {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams(body),
      headers: { cookie, ...headers },
    });
  const wish = { job: jobId("c"), act: "drop", token };
  expect((await post({ ...wish, token: "" })).status).toBe(403);
  expect((await post({ ...wish, token: `${token.slice(1)}0` })).status).toBe(403);
  expect((await post(wish, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await post(wish, { cookie: "" })).status).toBe(403);
  expect((await post(wish, { cookie: cookie.replace(`=${ADMIN}.`, "=4243.") })).status).toBe(403);
  expect(
    (await post(wish, { cookie: cookie.replace(/\.(\d+)\./, (_, end) => `.${Number(end) + 1}.`) })).status,
  ).toBe(403);
  expect((await post({ ...wish, act: "explode" })).status).toBe(303);
  expect((await post({ ...wish, job: "job_nonsense" })).status).toBe(303);
  expect(await stack.query("select state from jobs where id = $1", [jobId("c")])).toEqual([
    { state: "dead" },
  ]);
  expect((await post(wish)).status).toBe(303);
  expect((await post(wish)).status, "twice is harmless").toBe(303);
  expect(await stack.query("select action from audit_log where action = 'drop'")).toHaveLength(1);

  stack.settings.TELEGRAM_ADMIN_IDS = "1";
  await stack.restart();
  expect(await (await stack.worker.fetch("/admin", { headers: { cookie } })).text()).not.toContain("<table");
});

test("a deletion that was given up is carried out by Retry: on the page, by command, and in the chat", async () => {
  await using stack = await start();
  const { telegram, query } = stack;
  const cookie =
    (await fetch(await loginAddress(stack), { redirect: "manual" })).headers
      .get("set-cookie")
      ?.split(";")[0] ?? "";
  const ann = telegram.addUser({ language_code: "en" });
  for (let i = 0; i < 3; i++) await telegram.sendVoice(ann, fixture("voice-en.ogg"), { duration: 9 });
  const recordings = () =>
    query<{ id: string; key: string }>("select id, original_key as key from transcripts order by id");
  await eventually(
    "three texts",
    async () => (await query("select from transcripts where state = 'delivered'")).length === 3,
    30_000,
  );
  await stack.quiet();
  const ids = [jobId("a"), jobId("b"), jobId("c")] as const;
  const all = await recordings();
  for (const [i, { id }] of all.entries())
    await query(
      `insert into jobs (id, kind, payload, key, state, attempts, run_after, woken_at, ended_at, last_error)
       values ($1, 'transcription.erase', $2, $1, 'dead', 3, now(), now(), now(), 'Unavailable: storage is unavailable')`,
      [ids[i], JSON.stringify({ telegramId: ann.id, transcriptId: id, messageId: 1, at: 1 })],
    );

  const page = await (await stack.worker.fetch("/admin", { headers: { cookie } })).text();
  const token = /name="token" value="([0-9a-f]+)"/.exec(page)?.[1] ?? "";
  await stack.worker.fetch("/admin/jobs", {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ job: ids[0], act: "retry", token }),
    headers: { cookie },
  });
  const ran = await runAisha({ DATABASE_URL: stack.settings.DATABASE_URL ?? "" }, "jobs", "retry", ids[1]);
  expect([ran.code, ran.out.trim()]).toEqual([0, `revived ${ids[1]}`]);
  const admin = { id: ADMIN } as Parameters<typeof telegram.sendText>[0];
  await telegram.sendText(admin, "/jobs");
  const list = await telegram.waitFor(ADMIN, ({ reply_markup }) =>
    JSON.stringify(reply_markup ?? "").includes(ids[2]),
  );
  const again = `revive:${ids[2]}`;
  await telegram.tap(admin, list, again);
  await stack.later(60);
  await eventually("nothing is left of them", async () => (await recordings()).length === 0);
  for (const { key } of all) expect(await stack.object(key)).toBeNull();
  await telegram.tap(admin, list, again);
  await eventually("the second tap is told so", () =>
    JSON.stringify(telegram.calls("answerCallbackQuery")).includes("Nothing was started"),
  );
  expect(await query("select actor, subject from audit_log where action = 'retry' order by subject")).toEqual(
    [
      { actor: String(ADMIN), subject: ids[0] },
      { actor: "cli", subject: ids[1] },
      { actor: String(ADMIN), subject: ids[2] },
    ],
  );
});

test("a dead job whose training has failed and was refunded can only be dropped, and that is said", async () => {
  await using stack = await start();
  const { telegram, query } = stack;
  const cookie =
    (await fetch(await loginAddress(stack), { redirect: "manual" })).headers
      .get("set-cookie")
      ?.split(";")[0] ?? "";
  await query(
    `insert into avatars (id, user_id, chat_id, state, subject, name, training_id)
     select 'avt_1', id, telegram_id, 'failed', 'woman', 'Anna', 'trg_1' from users`,
  );
  await query(
    `insert into trainings (id, avatar_id, state, trainer, preset, steps, trigger)
     values ('trg_1', 'avt_1', 'failed', 'fal-ai/flux-lora-portrait-trainer', 'balanced', 2500, 'TOK1')`,
  );
  // To tell of it once more would do something; to train would not.
  for (const [letter, kind] of [
    ["a", "avatars.train"],
    ["b", "avatars.tell"],
  ] as const)
    await query(
      `insert into jobs (id, kind, payload, key, state, attempts, run_after, woken_at, ended_at, last_error)
       values ($1, $2, '{"trainingId": "trg_1"}', $1, 'dead', 3, now(), now(), now(), 'Unavailable: fal is unavailable')`,
      [jobId(letter), kind],
    );
  const page = await (await stack.worker.fetch("/admin", { headers: { cookie } })).text();
  expect(page.match(/value="retry"/g)).toHaveLength(1);
  expect(page.match(/value="drop"/g)).toHaveLength(2);
  expect(page).toContain("its user was refunded");
  const url = { DATABASE_URL: stack.settings.DATABASE_URL ?? "" };
  const ran = await runAisha(url, "jobs", "retry", jobId("a"));
  expect(ran.code).not.toBe(0);
  expect(ran.out + ran.err).toContain("was refunded");
  const admin = { id: ADMIN } as Parameters<typeof telegram.sendText>[0];
  await telegram.sendText(admin, "/jobs");
  const list = await telegram.waitFor(ADMIN, ({ reply_markup }) =>
    JSON.stringify(reply_markup ?? "").includes(jobId("b")),
  );
  expect(JSON.stringify(list.reply_markup)).not.toContain(`revive:${jobId("a")}`);
  // The button of an older list.
  await telegram.tap(admin, list, `revive:${jobId("a")}`);
  await eventually("it is said", () =>
    JSON.stringify(telegram.calls("answerCallbackQuery")).includes("was refunded"),
  );
  expect(await query("select state from jobs where kind = 'avatars.train'")).toEqual([{ state: "dead" }]);
});

test("while the domain is not linked with the bot, the button opens the page that says what to do", async () => {
  await using stack = await start();
  const admin = stack.telegram.addUser({ id: ADMIN, language_code: "en" });
  stack.telegram.faults.add({
    method: "sendMessage",
    status: 400,
    description: "Bad Request: BOT_DOMAIN_INVALID",
    times: 1,
  });
  await stack.telegram.sendText(admin, "/admin");
  const { reply_markup } = await stack.telegram.waitFor(
    ADMIN,
    (message) => message.reply_markup !== undefined,
  );
  const button = reply_markup?.inline_keyboard?.[0]?.[0] as { url?: string } | undefined;
  const page = await fetch((button?.url ?? "").replace(HOUSE, stack.worker.url), {
    headers: { "accept-language": "en-GB,en;q=0.9" },
  });
  expect(await page.text()).toContain("/setdomain");
});
