import { expect, test } from "vitest";
import { eventually, type Stack, startStack } from "../harness/stack.ts";

const SETTINGS = { BILLING_MODE: "coins", WELCOME_COINS: "50", TELEGRAM_ADMIN_IDS: "4242" };
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const auditOf = ({ query }: Stack) =>
  query<{ line: string }>("select actor || ' ' || action as line from audit_log order by id").then((rows) =>
    rows.map(({ line }) => line),
  );

/** An admin, and a person called @ann who has 50 coins. */
async function office(stack: Stack) {
  const { telegram } = stack;
  const admin = telegram.addUser({ id: 4242, language_code: "en" });
  const ann = telegram.addUser({ language_code: "en", username: "Ann_1" });
  await telegram.sendText(ann, "/start");
  await telegram.waitFor(ann.id, says("Aisha"));
  return { admin, ann };
}

test("an admin finds somebody by name, gives and takes coins with a reason, and all of it is written down", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { admin, ann } = await office(stack);
  await telegram.sendText(admin, "/user @ann_1");
  await telegram.waitFor(admin.id, says(`${ann.id}`));
  await telegram.sendText(admin, "/give @ann_1 25 for a <b>bug</b>");
  const card = await telegram.waitFor(admin.id, says("Coins: 75"));
  expect(card.text).toContain("Given by an admin: for a <b>bug</b>");
  await telegram.sendText(admin, `/take ${ann.id} 70 by mistake`);
  await telegram.waitFor(admin.id, says("Coins: 5 "));
  await telegram.waitFor(ann.id, says("given you 25 coins"));
  await telegram.waitFor(ann.id, says("taken 70 coins"));
  await telegram.sendText(admin, "/take @ann_1 6 too much");
  await telegram.waitFor(admin.id, says("do not have that many"));
  await telegram.sendText(admin, "/give @ann_1 5");
  await telegram.waitFor(admin.id, says("It is written like this"));
  await telegram.sendText(admin, "/give @nobody_here 5 why");
  await telegram.waitFor(admin.id, says("Found nobody"));
  expect(await auditOf(stack)).toEqual(["4242 give", "4242 take"]);
  expect(
    await stack.query("select balance from wallets join users on id = user_id where username = 'Ann_1'"),
  ).toEqual([{ balance: 5 }]);
  expect(telegram.violations()).toEqual([]);
});

test("for everybody else an admin's commands and buttons do not exist", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { ann } = await office(stack);
  await telegram.sendText(ann, "/give @ann_1 1000 please");
  await telegram.waitFor(ann.id, says("cannot do anything"));
  const menu = telegram.messages(ann.id).find(({ reply_markup }) => reply_markup);
  await stack.query(
    "insert into broadcasts (id, from_chat_id, message_id, created_by) values ('brd_00000000000000000000000000', 1, 1, 1)",
  );
  if (menu) await telegram.tap(ann, menu, "sendnews:brd_00000000000000000000000000");
  await telegram.idle();
  expect(await stack.query("select state from broadcasts")).toEqual([{ state: "draft" }]);
  expect(await auditOf(stack)).toEqual([]);
});

test("an admin blocks somebody, who is told once, and lets them in again", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { admin, ann } = await office(stack);
  await telegram.sendText(admin, "/block @ann_1 spam");
  await telegram.waitFor(admin.id, says("Blocked since"));
  for (let i = 0; i < 2; i++) await telegram.sendText(ann, "/help");
  await telegram.waitFor(ann.id, says("closed your access"));
  await telegram.sendText(admin, "/unblock @ann_1");
  await telegram.waitFor(admin.id, (message) => says("Audit")(message) && !says("Blocked since")(message));
  await telegram.sendText(ann, "/help");
  await telegram.waitFor(ann.id, says("What I can do"));
  await telegram.sendText(admin, "/block 4242 oops");
  await telegram.waitFor(admin.id, says("written like this"));
  expect(await auditOf(stack)).toEqual(["4242 block", "4242 unblock"]);
});

test("an admin gives back the coins of a work, once", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { admin, ann } = await office(stack);
  await stack.query(`do $$ declare who text := (select id from users where username = 'Ann_1'); begin
    perform begin_work('speech:trn_1:1', who, 1, 'speech', 3, 0, 0, 20, 18000, now() + interval '1 day', now());
    perform end_work('speech:trn_1:1', null, now()); end $$`);
  await telegram.sendText(admin, "/refund trn_1 it was garbage");
  await telegram.waitFor(admin.id, says("Coins: 50"));
  await telegram.waitFor(ann.id, says("given back your coins"));
  await telegram.sendText(admin, "/refund trn_1 it was garbage");
  await telegram.waitFor(admin.id, says("nothing to give back"));
  expect(await auditOf(stack)).toEqual(["4242 refund"]);
  expect(await stack.query("select coins, note from ledger_entries where reason = 'refund'")).toEqual([
    { coins: 20, note: "it was garbage" },
  ]);
  await telegram.sendText(admin, "/costs");
  await telegram.waitFor(admin.id, says("speech: 1 works, 0 coins"));
  await telegram.sendText(admin, "/day");
  await telegram.waitFor(admin.id, says("Today"));
});

test("an admin makes a code, people use it, and it is switched off", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { admin, ann } = await office(stack);
  await telegram.sendText(admin, "/promo_new spring-24 coins 30 100 7");
  await telegram.waitFor(admin.id, says("SPRING-24"));
  await telegram.sendText(ann, "/promo spring-24");
  await telegram.waitFor(ann.id, says("You have: 80"));
  await telegram.sendText(admin, "/promo_off SPRING-24");
  await telegram.waitFor(admin.id, says("🚫 SPRING-24 +30 · 1/100"));
  await telegram.sendText(admin, "/promo_off SPRING-24");
  await telegram.waitFor(admin.id, says("no such valid code"));
  await telegram.sendText(admin, "/promo_new SPRING-24 coins 99");
  await telegram.waitFor(admin.id, says("such a code already"));
  expect(await auditOf(stack)).toEqual(["4242 promo", "4242 promo-off"]);
  await telegram.sendText(admin, "/promo_new X coins 30");
  await telegram.waitFor(admin.id, says("/promo_new CODE"));
});

test("a dead job is listed and run again by its button", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { admin, ann } = await office(stack);
  await stack.query(
    `insert into jobs (id, kind, payload, key, state, run_after, woken_at, ended_at, last_error)
     values ('job_00000000000000000000000000', 'notices.show', $1, 'k', 'dead', now(), now(), now(), 'Error: <broken>')`,
    [{ telegramId: ann.id, screen: "privacy" }],
  );
  await telegram.sendText(admin, "/jobs");
  const list = await telegram.waitFor(admin.id, says("Error: <broken>"));
  await telegram.tap(admin, list, String(list.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data));
  await telegram.waitFor(admin.id, says("Nothing here"));
  await stack.later();
  await telegram.waitFor(ann.id, says("What happens to your recordings"));
});

test("news reach everybody who wants them once, survive a restart, and can be switched off", async () => {
  await using stack = await startStack({ settings: SETTINGS });
  const { telegram } = stack;
  const { admin, ann } = await office(stack);
  const people = Array.from({ length: 30 }, () => telegram.addUser({ language_code: "en" }));
  for (const person of people) await telegram.sendText(person, "/start");
  await telegram.idle();
  await stack.query("update users set news_off = true where telegram_id = $1", [ann.id]);
  const original = await telegram.sendText(admin, "We have learned Kazakh!");
  await telegram.sendText(admin, "/broadcast", { reply_to: original.message_id });
  const draft = await telegram.waitFor(admin.id, says("Send it?"));
  expect(draft.text).toContain("31 people");
  const send = String(draft.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data);
  for (let i = 0; i < 2; i++) await telegram.tap(admin, draft, send);
  await eventually("some have got it", () => telegram.calls("copyMessage").length > 5);
  await stack.restart();
  await stack.later();
  await eventually(
    "the news are done",
    async () => {
      await stack.later(5);
      return (await stack.query("select from broadcasts where state = 'done'")).length === 1;
    },
    30_000,
  );
  const got = (id: number) => telegram.messages(id).filter(says("We have learned Kazakh!")).length;
  expect(people.map(({ id }) => got(id)).filter((times) => times === 1).length).toBeGreaterThanOrEqual(29);
  expect(people.every(({ id }) => got(id) >= 1)).toBe(true);
  expect(got(ann.id)).toBe(0);
  const [reader] = people;
  const news = reader && telegram.messages(reader.id).find(says("We have learned Kazakh!"));
  if (!reader || !news) throw new Error("nobody got the news");
  await telegram.tap(reader, news, "news:off");
  await telegram.waitFor(reader.id, says("no more news"));
  expect(await stack.query("select count(*)::int as off from users where news_off")).toEqual([{ off: 2 }]);
});
