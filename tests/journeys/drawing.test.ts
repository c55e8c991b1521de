import { expect, inject, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { meet, type PictureStack, seedLikeness, startPictureStack } from "../harness/pictures.ts";
import { eventually } from "../harness/stack.ts";
import { tapOn } from "../harness/wizard.ts";
import { startFlakyProxy } from "../storage/flaky-proxy.ts";

const ADMIN = 4242;
const COUNT = 2;

/** A draft that waits for nothing but its owner's yes, put into place without the screens before it. */
async function seedDraft(stack: PictureStack, { hasLikeness = true } = {}) {
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = hasLikeness ? await seedLikeness(stack, user) : null;
  if (!hasLikeness) await meet(stack, user);
  const imageId = newId("img");
  await query(
    `insert into images (id, user_id, chat_id, avatar_id, source, words, prompt, count, quoted_coins, opened_at)
     select $1, id, $2, $3, 'words', 'a fox', 'a red fox in the snow', $4, 10, now() from users where telegram_id = $2`,
    [imageId, user.id, avatarId, COUNT],
  );
  const menu = telegram.messages(user.id).at(-1);
  if (!menu) throw new Error("nothing was shown");
  return { user, imageId, avatarId, menu };
}

async function order(stack: PictureStack, options: { hasLikeness?: boolean } = {}) {
  const drafted = await seedDraft(stack, options);
  await tapOn(stack, drafted.user, drafted.menu, `pi.draw:${drafted.imageId}`);
  return drafted;
}

const stateOf = async ({ query }: PictureStack): Promise<string> => {
  const [row] = await query<{ state: string }>("select state from images order by created_at limit 1");
  return row?.state ?? "none";
};

/** Lets minute after minute pass until the order has ended and nothing is owed any more. */
async function ended(stack: PictureStack, minutes = 1): Promise<string> {
  await eventually(
    "its end",
    async () => {
      await stack.pass(60 * minutes);
      const open = await stack.query("select 1 from jobs where state in ('waiting', 'running')");
      return ["done", "failed", "cancelled"].includes(await stateOf(stack)) && open.length === 0;
    },
    40_000,
  );
  return stateOf(stack);
}

/** Coins that are free, photos that came, and how often an end was told. */
async function accounts({ query, telegram }: PictureStack, userId: number) {
  const [wallet] = await query<{ balance: number; held: number }>(
    "select balance, held from wallets where user_id = (select id from users where telegram_id = $1)",
    [userId],
  );
  const messages = telegram.messages(userId);
  const told = messages.filter(({ text }) => /What next\?|could not be drawn/.test(text ?? "")).length;
  const photos = messages.filter(({ photo }) => photo !== undefined).length;
  return { coins: wallet?.balance, held: wallet?.held, photos, told };
}

const DELIVERED = { coins: 90, held: 0, photos: COUNT, told: 1 };
const REFUNDED = { coins: 100, held: 0, photos: 0, told: 1 };
const refusal = (detail: unknown) => ({ status: 422, body: { detail } });

test.each(["lost", "late", "duplicate", "forged", "stale", "tampered", "payload_error", "early"] as const)(
  "with its webhook %s the pictures come all the same: once, paid once, told once",
  async (webhook) => {
    await using stack = await startPictureStack();
    stack.fal.faults.add({ webhook, times: 1 });
    const { user } = await order(stack);
    expect(await ended(stack)).toBe("done");
    await stack.telegram.idle();
    expect(await accounts(stack, user.id)).toEqual(DELIVERED);
    expect(stack.fal.requests()).toHaveLength(1);
    expect(stack.fal.violations()).toEqual([]);
    // A replay of the same delivery is harmless, whatever has become of the order.
    await stack.fal.deliver(stack.fal.requests()[0]?.id ?? "");
    await ended(stack);
    expect(await accounts(stack, user.id)).toEqual(DELIVERED);
  },
);

test.each([
  [
    "lost",
    "the model refuses the input",
    refusal([{ loc: ["body"], msg: "no", type: "value_error" }]),
    "did not take the order",
  ],
  ["whole", "the model refuses in one sentence", refusal("Drawing failed"), "did not take the order"],
  ["whole", "the content is refused", { status: 422 }, "rules about content"],
  ["lost", "the content is refused", { status: 422 }, "rules about content"],
  ["lost", "the model breaks", { status: 500, type: "internal_server_error" }, "not your fault"],
  ["whole", "the pictures are black", { nsfw: true }, "blackened everything"],
  ["lost", "the pictures are black", { nsfw: true }, "blackened everything"],
  ["whole", "the result has no pictures", { status: 200, body: { seed: 1 } }, "not your fault"],
  [
    "whole",
    "the pictures are not there",
    { status: 200, body: { images: [{ url: "http://127.0.0.1:1/x.jpg" }] } },
    "not answer",
  ],
] as const)(
  "with its webhook %s, when %s the order has failed, the coins are back, and it is told why, once",
  async (webhook, _, outcome, words) => {
    await using stack = await startPictureStack();
    stack.fal.faults.add({ outcome, times: 1 });
    if (webhook === "lost") stack.fal.faults.add({ webhook, times: 1 });
    const { user } = await order(stack);
    expect(await ended(stack, 10)).toBe("failed");
    expect(await accounts(stack, user.id)).toEqual(REFUNDED);
    const last = stack.telegram.messages(user.id).find(({ text }) => text?.includes("could not be drawn"));
    expect(last?.text).toContain(words);
    expect(last?.text).toContain("No coins were taken");
    // Once more is one tap, and works.
    const again = last?.reply_markup?.inline_keyboard
      .flat()
      .find(({ callback_data }) => callback_data?.startsWith("pi.again"));
    if (last) await tapOn(stack, user, last, again?.callback_data ?? "");
    await eventually(
      "drawn again",
      async () => {
        await stack.pass(60);
        const { photos, held } = await accounts(stack, user.id);
        return photos === COUNT && held === 0;
      },
      30_000,
    );
    expect(await accounts(stack, user.id)).toMatchObject({ coins: 90, held: 0 });
  },
);

test.each([
  ["unavailable at the submit (503), twice", { route: "flux-lora", status: 503, times: 2 }],
  ["too busy at the submit (429), twice", { route: "flux-lora", status: 429, times: 2 }],
  ["down when asked how it stands, twice", { route: "/status", status: 503, times: 2 }],
  ["gone when asked how it stands, twice", { route: "/status", drop: true, times: 2 }],
  ["too busy when asked how it stands", { route: "/status", status: 429, times: 1 }],
] as const)("FAL %s: later it works, and is asked to draw once", async (_, fault) => {
  await using stack = await startPictureStack();
  stack.fal.faults.add({ webhook: "lost" });
  stack.fal.faults.add(fault);
  const { user } = await order(stack);
  expect(await ended(stack)).toBe("done");
  expect(stack.fal.requests()).toHaveLength(1);
  expect(await accounts(stack, user.id)).toEqual(DELIVERED);
});

test("FAL down when asked for the result: later it is had", async () => {
  await using stack = await startPictureStack();
  stack.fal.faults.add({ webhook: "lost" });
  const { user } = await order(stack);
  await eventually("drawn there", () => stack.fal.requests()[0]?.status === "COMPLETED");
  stack.fal.faults.add({ route: `requests/${stack.fal.requests()[0]?.id}`, status: 502, times: 3 });
  expect(await ended(stack)).toBe("done");
  expect(await accounts(stack, user.id)).toEqual(DELIVERED);
});

test("FAL's files away once, then there", async () => {
  await using stack = await startPictureStack();
  stack.fal.faults.add({ route: "/files/", status: 503, times: 2 });
  const { user } = await order(stack, { hasLikeness: false });
  expect(await ended(stack)).toBe("done");
  expect(await accounts(stack, user.id)).toEqual(DELIVERED);
});

test.each([
  ["out of money", 403, "run out of credit", "out of money"],
  ["refusing the key", 401, "set up wrongly", "refuses the key"],
])(
  "FAL %s is said to be nobody's fault but ours; coins are back, the operator is told",
  async (_, status, words, alert) => {
    await using stack = await startPictureStack({ settings: { TELEGRAM_ADMIN_IDS: String(ADMIN) } });
    const admin = stack.telegram.addUser({ id: ADMIN, language_code: "en" });
    await stack.telegram.sendText(admin, "/start");
    stack.fal.faults.add({ route: "flux-lora", status });
    const { user } = await order(stack);
    expect(await ended(stack)).toBe("failed");
    expect(
      stack.telegram.messages(user.id).find(({ text }) => text?.includes("not your fault"))?.text,
    ).toContain(words);
    await stack.telegram.waitFor(ADMIN, ({ text }) => text?.includes(alert) === true);
    expect(await accounts(stack, user.id)).toEqual(REFUNDED);
  },
);

test.each([
  ["the webhook tells of it", false, 1],
  ["nobody ever tells of it: once more, no sooner than its time is over", true, 2],
])("the answer to a submit is lost, and %s", async (_, isSilent, requests) => {
  await using stack = await startPictureStack();
  const submits = () =>
    stack.fal.calls().filter(({ method, path }) => method === "POST" && path.endsWith("flux-lora"));
  // The request itself never arrives, or it does and only its answer breaks off.
  stack.fal.faults.add(
    isSilent ? { route: "flux-lora", drop: true, times: 1 } : { webhook: "early", times: 1 },
  );
  const { user } = await order(stack);
  if (isSilent) {
    await eventually(
      "the answer is lost",
      async () => (await stateOf(stack)) === "submitting" && submits().length === 1,
    );
    for (let i = 0; i < 3; i++) await stack.pass(60);
    expect(submits()).toHaveLength(1);
    await stack.pass(120);
  }
  expect(await ended(stack)).toBe("done");
  expect(submits()).toHaveLength(requests);
  expect(await accounts(stack, user.id)).toEqual(DELIVERED);
});

test("an order that never ends is ended when its time is over: stopped at FAL, coins back, told", async () => {
  await using stack = await startPictureStack({ fal: { manual: true } });
  const { user } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "drawing");
  await stack.pass(960);
  expect(await ended(stack)).toBe("failed");
  expect(stack.fal.requests()[0]?.cancelled).toBe(true);
  expect(await accounts(stack, user.id)).toEqual(REFUNDED);
});

test("its owner stops it while FAL cannot be told and has drawn it already: nothing is taken, nothing is sent", async () => {
  await using stack = await startPictureStack({ fal: { manual: true } });
  const { user, imageId, menu } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "drawing");
  stack.fal.faults.add({ route: "/cancel", status: 503, times: 1 });
  await tapOn(stack, user, menu, `pi.stop:${imageId}`);
  await stack.fal.finish(stack.fal.requests()[0]?.id ?? "");
  expect(await ended(stack)).toBe("cancelled");
  expect(await accounts(stack, user.id)).toEqual({ coins: 100, held: 0, photos: 0, told: 0 });
});

test("where FAL cannot ring, it is asked until it is done", async () => {
  await using stack = await startPictureStack({ settings: { FAL_WEBHOOK_URL: "" } });
  const { user } = await order(stack);
  await eventually("delivered", async () => (await stateOf(stack)) === "done", 20_000);
  await stack.quiet();
  expect(stack.fal.requests()[0]?.webhook).toBeUndefined();
  expect(await accounts(stack, user.id)).toEqual(DELIVERED);
});

test("somebody who blocked the bot finds the pictures in the gallery: they are at home, paid, and nothing is left to do", async () => {
  await using stack = await startPictureStack({ fal: { manual: true } });
  const { user } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "drawing");
  await stack.telegram.blockBot(user);
  await stack.fal.finish(stack.fal.requests()[0]?.id ?? "");
  expect(await ended(stack)).toBe("done");
  expect(await stack.query("select 1 from image_files where storage_key is not null")).toHaveLength(COUNT);
  expect(await accounts(stack, user.id)).toMatchObject({ coins: 90, held: 0, photos: 0 });
  expect(await stack.query("select 1 from jobs where state = 'dead'")).toEqual([]);
});

test.each([
  ["the first write", "PUT", "503"],
  ["the first write, broken off", "PUT", "reset"],
  ["the reading for Telegram", "GET", "503"],
])("storage failing once, at %s, costs only time", async (_, method, fault) => {
  const proxy = await startFlakyProxy(inject("s3Url"));
  try {
    await using stack = await startPictureStack({
      settings: { MINIO_ENDPOINT: proxy.url + new URL(inject("s3Url")).pathname },
      fal: { manual: true },
    });
    const { user } = await order(stack, { hasLikeness: false });
    await eventually("it is at FAL", async () => (await stateOf(stack)) === "drawing");
    await fetch(`${proxy.url}/__fail?times=3&fault=${fault}&method=${method}`, { method: "POST" });
    await stack.fal.finish(stack.fal.requests()[0]?.id ?? "");
    expect(await ended(stack)).toBe("done");
    expect(await accounts(stack, user.id)).toEqual(DELIVERED);
  } finally {
    await proxy.close();
  }
});

test("weights of another base, and weights that are gone, are said for what they are", async () => {
  await using stack = await startPictureStack();
  const { user, avatarId, imageId, menu } = await seedDraft(stack);
  await stack.query("update avatars set trainer = 'fal-ai/flux-2-trainer' where id = $1", [avatarId]);
  await tapOn(stack, user, menu, `pi.draw:${imageId}`);
  expect(await ended(stack)).toBe("failed");
  expect(stack.fal.requests()[0]?.endpoint).toBe("fal-ai/flux-2/lora");
  await stack.query(
    "update images set state = 'draft', request_id = null, submitted_at = null, told_at = null, id = $1",
    [newId("img")],
  );
  await stack.query("update avatars set weights_key = 'avatars/none' where id = $1", [avatarId]);
  const [row] = await stack.query<{ id: string }>("select id from images");
  await tapOn(stack, user, menu, `pi.draw:${row?.id}`);
  expect(await ended(stack)).toBe("failed");
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("gone from storage") === true);
  expect(await accounts(stack, user.id)).toMatchObject({ coins: 100, held: 0, photos: 0 });
});

/** How many times the database is asked from the yes to the album. */
async function countCommits(): Promise<number> {
  await using stack = await startPictureStack();
  let count = 0;
  const { user, imageId, menu } = await seedDraft(stack);
  stack.proxy.intercept((_, nth) => {
    count = nth;
    return "pass";
  });
  await tapOn(stack, user, menu, `pi.draw:${imageId}`);
  await eventually("delivered", async () => (await stateOf(stack)) === "done");
  await stack.quiet();
  return count;
}

test("a power cut before or after any commit of an order: it ends delivered, drawn once, paid once, and is told", async () => {
  const commits = await countCommits();
  expect(commits).toBeGreaterThan(8);
  const outcomes = new Set<string>();
  /** What becomes of an order whose worker dies at its commit number `fatal`. */
  const survive = async (fatal: number): Promise<void> => {
    await using stack = await startPictureStack();
    const { user, imageId, menu } = await seedDraft(stack);
    const { promise: dead, resolve: strike } = Promise.withResolvers<void>();
    // Alternately: what was being written is lost, or is written and nobody hears of it.
    const cut = fatal % 2 === 0 ? "drop-before" : "drop-after";
    stack.proxy.intercept((_, nth) => {
      if (nth < fatal) return "pass";
      strike();
      return nth === fatal ? cut : "drop-before";
    });
    await stack.telegram.tap(user, menu, `pi.draw:${imageId}`);
    await dead;
    await stack.worker.kill();
    stack.proxy.intercept(undefined);
    await stack.restart();
    await stack.telegram.idle();
    const state = await ended(stack, 5);
    const { told, photos, ...money } = await accounts(stack, user.id);
    const drawn = stack.fal.requests().length;
    outcomes.add(
      JSON.stringify({
        state,
        ...money,
        photos: photos >= COUNT && photos <= 2 * COUNT,
        told: told >= 1 && told <= 2,
        drawn,
      }),
    );
  };
  // A few at a time: most of it is waiting.
  for (let fatal = 1; fatal <= commits; fatal += 3)
    await Promise.all([0, 1, 2].map((i) => fatal + i <= commits && survive(fatal + i)));
  expect([...outcomes]).toEqual([
    JSON.stringify({ state: "done", coins: 90, held: 0, photos: true, told: true, drawn: 1 }),
  ]);
}, 600_000);
