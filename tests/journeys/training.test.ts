import { expect, test } from "vitest";
import { eventually } from "../harness/stack.ts";
import { type AvatarStack, seedAvatar, seedTrained, startAvatarStack, tapOn } from "../harness/wizard.ts";

/** Coins count, so that what is taken and given back can be seen. */
const COINS = { BILLING_MODE: "coins", WELCOME_COINS: "200" };
const ADMIN = 4242;

type Person = ReturnType<AvatarStack["telegram"]["addUser"]>;

async function order(stack: AvatarStack, { lose = 0 } = {}) {
  const user = stack.telegram.addUser({ language_code: "en" });
  const avatarId = await seedAvatar(stack, user, { lose });
  const [menu] = stack.telegram.messages(user.id).slice(-1);
  if (!menu) throw new Error("nothing was shown");
  await tapOn(stack, user, menu, `av.order:${avatarId}`);
  return { user, avatarId, menu };
}

const refusal = (detail: unknown) => ({ status: 422, body: { detail } });

const stateOf = async ({ query }: AvatarStack): Promise<string> => {
  const [row] = await query<{ state: string }>(
    "select state from trainings order by created_at desc limit 1",
  );
  return row?.state ?? "none";
};

/** Lets minute after minute pass until the training has ended and nothing is owed any more. */
async function ended(stack: AvatarStack, minutes = 1): Promise<string> {
  await eventually(
    "its end",
    async () => {
      await stack.pass(60 * minutes);
      const open = await stack.query("select 1 from jobs where state in ('waiting', 'running')");
      return ["ready", "failed", "cancelled"].includes(await stateOf(stack)) && open.length === 0;
    },
    60_000,
  );
  return stateOf(stack);
}

/** Coins that are free, and how often the end was told. */
async function accounts({ query, telegram }: AvatarStack, userId: number) {
  const [wallet] = await query<{ balance: number; held: number }>("select balance, held from wallets");
  const told = telegram
    .messages(userId)
    .filter(({ text }) => /is ready!|the training failed/.test(text ?? ""));
  return { coins: wallet?.balance, held: wallet?.held, told: told.length };
}

test.each(["lost", "late", "duplicate", "forged", "stale", "tampered", "payload_error", "early"] as const)(
  "with its webhook %s an avatar is ready all the same: once, paid once, told once",
  async (webhook) => {
    await using stack = await startAvatarStack({ settings: COINS });
    stack.fal.faults.add({ webhook, times: 1 });
    const { user } = await order(stack);
    expect(await ended(stack)).toBe("ready");
    await stack.telegram.idle();
    expect(await accounts(stack, user.id)).toEqual({ coins: 50, held: 0, told: 1 });
    expect(trainingsAt(stack)).toHaveLength(1);
    expect(stack.fal.violations()).toEqual([]);
    expect((await stack.objects()).filter((key) => key.endsWith("weights.safetensors"))).toHaveLength(1);
    // A replay of the same delivery is harmless, whatever has become of the training.
    const [request] = stack.fal.requests();
    await stack.fal.deliver(request?.id ?? "");
    await ended(stack);
    expect(await accounts(stack, user.id)).toEqual({ coins: 50, held: 0, told: 1 });
  },
);

test.each([
  [
    "lost",
    "the model refuses the input",
    refusal([{ loc: ["body"], msg: "no", type: "value_error" }]),
    "did not take the order",
  ],
  ["whole", "the model refuses in one sentence", refusal("Training failed"), "did not take the order"],
  ["whole", "the content is refused", { status: 422 }, "content rules"],
  ["lost", "a photo cannot be read", { status: 422, type: "image_load_error" }, "could not read the photos"],
  ["lost", "the model breaks", { status: 500, type: "internal_server_error" }, "not your fault"],
  ["whole", "the result has no weights", { status: 200, body: { images: [] } }, "not your fault"],
] as const)(
  "with its webhook %s, when %s the training has failed, the coins are back, and it is told why, once",
  async (webhook, _, outcome, words) => {
    await using stack = await startAvatarStack({ settings: COINS });
    stack.fal.faults.add({ outcome, times: 1 });
    if (webhook === "lost") stack.fal.faults.add({ webhook, times: 1 });
    const { user, avatarId } = await order(stack);
    expect(await ended(stack)).toBe("failed");
    expect(await accounts(stack, user.id)).toEqual({ coins: 200, held: 0, told: 1 });
    const last = stack.telegram.messages(user.id).at(-1);
    expect(last?.text).toContain(words);
    expect(await stack.query("select state from avatars")).toEqual([{ state: "failed" }]);
    // The photos are still there, and the next try works.
    if (last) await tapOn(stack, user, last, `av.order:${avatarId}`);
    expect(await ended(stack)).toBe("ready");
    expect(await accounts(stack, user.id)).toMatchObject({ coins: 50, held: 0 });
  },
);

test.each([
  ["unavailable (503), twice", { route: "trainer", status: 503, times: 2 }],
  ["too busy (429), twice", { route: "trainer", status: 429, times: 2 }],
  ["down when asked how it stands", { route: "/status", status: 503, times: 2 }],
] as const)("FAL %s: later it works, and is asked to train once", async (_, fault) => {
  await using stack = await startAvatarStack({ settings: COINS });
  stack.fal.faults.add({ webhook: "lost" });
  stack.fal.faults.add(fault);
  const { user } = await order(stack);
  expect(await ended(stack)).toBe("ready");
  expect(trainingsAt(stack)).toHaveLength(1);
  expect(await accounts(stack, user.id)).toEqual({ coins: 50, held: 0, told: 1 });
});

test.each([
  ["out of money", 403, "no money left", "out of money"],
  ["refusing the key", 401, "set up wrongly", "refuses the key"],
])(
  "FAL %s is said to be nobody's fault but ours; coins are back, the operator is told",
  async (_, status, words, alert) => {
    await using stack = await startAvatarStack({ settings: { ...COINS, TELEGRAM_ADMIN_IDS: String(ADMIN) } });
    const admin = stack.telegram.addUser({ id: ADMIN, language_code: "en" });
    await stack.telegram.sendText(admin, "/start");
    stack.fal.faults.add({ route: "trainer", status });
    const user = stack.telegram.addUser({ language_code: "en" });
    const avatarId = await seedAvatar(stack, user);
    const menu = stack.telegram.messages(user.id).at(-1);
    if (menu) await tapOn(stack, user, menu, `av.order:${avatarId}`);
    expect(await ended(stack)).toBe("failed");
    expect(stack.telegram.messages(user.id).at(-1)?.text).toContain(words);
    expect(stack.telegram.messages(user.id).at(-1)?.text).toContain("not your fault");
    await stack.telegram.waitFor(ADMIN, ({ text }) => text?.includes(alert) === true);
    expect(await stack.query("select held from wallets where held <> 0")).toEqual([]);
  },
);

test("an answer that is lost is not asked for a second time until the trainer's whole time is over", async () => {
  await using stack = await startAvatarStack({ settings: COINS });
  const submits = () =>
    stack.fal.calls().filter(({ method, path }) => method === "POST" && path.endsWith("trainer"));
  stack.fal.faults.add({ route: "trainer", drop: true, times: 1 });
  const { user } = await order(stack);
  await eventually(
    "the answer is lost",
    async () => (await stateOf(stack)) === "submitting" && submits().length === 1,
  );
  for (let minute = 0; minute < 20; minute++) await stack.pass(300);
  expect(submits()).toHaveLength(1);
  await stack.pass(2 * 3600);
  expect(await ended(stack)).toBe("ready");
  expect(submits()).toHaveLength(2);
  expect(await stack.query("select lost_requests from trainings")).toEqual([{ lost_requests: 1 }]);
  expect(await accounts(stack, user.id)).toEqual({ coins: 50, held: 0, told: 1 });
});

test("a training that never ends is ended when its time is over: stopped at FAL, coins back, told", async () => {
  await using stack = await startAvatarStack({ settings: COINS, fal: { manual: true } });
  const { user } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "training");
  await stack.pass(2 * 3600 + 60);
  expect(await ended(stack)).toBe("failed");
  expect(stack.fal.requests()[0]?.cancelled).toBe(true);
  expect(await accounts(stack, user.id)).toEqual({ coins: 200, held: 0, told: 1 });
});

test("its owner stops a training: FAL is told, coins are back, and what FAL says later changes nothing", async () => {
  await using stack = await startAvatarStack({ settings: COINS, fal: { manual: true } });
  const { user, avatarId, menu } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "training");
  const [request] = stack.fal.requests();
  stack.fal.faults.add({ route: "/cancel", status: 503, times: 1 });
  await tapOn(stack, user, menu, `av.stop:${avatarId}`);
  await tapOn(stack, user, menu, `av.stop:${avatarId}`);
  // The wish to stop is slow to arrive; the work is done before it.
  await stack.fal.finish(request?.id ?? "");
  expect(await ended(stack)).toBe("cancelled");
  expect(await accounts(stack, user.id)).toEqual({ coins: 200, held: 0, told: 0 });
  expect(stack.telegram.messages(user.id).some(({ text }) => text?.includes("was stopped"))).toBe(true);
  expect(await stack.query("select state, weights_key from avatars")).toEqual([
    { state: "draft", weights_key: null },
  ]);
});

test("ordered again before FAL could be told to stop: the first training is stopped, the second goes on", async () => {
  await using stack = await startAvatarStack({ settings: COINS, fal: { manual: true } });
  const { user, avatarId, menu } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "training");
  const away = stack.fal.faults.add({ route: "/cancel", status: 503 });
  await tapOn(stack, user, menu, `av.stop:${avatarId}`);
  await eventually("it was stopped", async () => (await stateOf(stack)) === "cancelled");
  await tapOn(stack, user, menu, `av.order:${avatarId}`);
  await eventually("both are at FAL", () => trainingsAt(stack).length === 2);
  await eventually("the second is known", async () => (await stateOf(stack)) === "training");
  stack.fal.faults.remove(away);
  const archives = async () => (await stack.objects()).filter((key) => key.endsWith("/photos.zip"));
  await eventually("the first is stopped", async () => {
    await stack.later(60);
    return trainingsAt(stack)[0]?.cancelled === true && (await archives()).length === 1;
  });
  expect(trainingsAt(stack)[1]?.cancelled).toBe(false);
  // The message belongs to the second one: it can be stopped there, and nobody says that it was.
  const shown = stack.telegram.messages(user.id).find(({ message_id }) => message_id === menu.message_id);
  expect(JSON.stringify(shown?.reply_markup)).toContain("av.stop:");
  await stack.fal.finish(trainingsAt(stack)[1]?.id ?? "");
  expect(await ended(stack)).toBe("ready");
  expect(await accounts(stack, user.id)).toEqual({ coins: 50, held: 0, told: 1 });
  expect(await archives()).toEqual([]);
});

test("a training that is stopped while its photos are packed leaves no archive of them", async () => {
  await using stack = await startAvatarStack({ settings: COINS });
  let stopped = false;
  stack.proxy.intercept(async ({ queries }): Promise<"pass"> => {
    // The photos are listed, then packed: in between its owner stops it.
    if (!stopped && queries.some((query) => query.includes('from "avatar_photos"'))) {
      const rows = await stack.query(
        "update trainings set state = 'cancelled', ended_at = now() where state = 'ordered' returning id",
      );
      stopped = rows.length > 0;
    }
    return "pass";
  });
  await order(stack);
  expect(await ended(stack)).toBe("cancelled");
  expect((await stack.objects()).filter((key) => !key.includes("/photos/"))).toEqual([]);
  expect(trainingsAt(stack)).toEqual([]);
});

test("a photo that is gone from storage is said, and is not counted any more", async () => {
  await using stack = await startAvatarStack({ settings: COINS });
  const { user } = await order(stack, { lose: 1 });
  expect(await ended(stack)).toBe("failed");
  expect(await accounts(stack, user.id)).toEqual({ coins: 200, held: 0, told: 1 });
  expect(stack.telegram.messages(user.id).at(-1)?.text).toContain("gone from storage");
  expect(await stack.query("select state, failure from avatar_photos where state <> 'kept'")).toEqual([
    { state: "refused", failure: "file-gone" },
  ]);
  expect(stack.fal.requests()).toEqual([]);
});

test("somebody who blocked the bot gets their avatar without a word", async () => {
  await using stack = await startAvatarStack({ settings: COINS, fal: { manual: true } });
  const { user } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "training");
  await stack.telegram.blockBot(user);
  await stack.fal.finish(stack.fal.requests()[0]?.id ?? "");
  expect(await ended(stack)).toBe("ready");
  expect(await stack.query("select state, is_main from avatars")).toEqual([
    { state: "ready", is_main: true },
  ]);
  expect(await stack.query("select 1 from jobs where state = 'dead'")).toEqual([]);
});

test("in test mode nothing is sent or paid, everything says so, and the older webhook is understood", async () => {
  await using stack = await startAvatarStack({ settings: { ...COINS, FAL_TRAINING_TEST_MODE: "true" } });
  const { user } = await order(stack);
  await eventually("it is played", async () => (await stateOf(stack)) === "training");
  const [training] = await stack.query<{ id: string }>("select id from trainings");
  const say = (body: object) =>
    stack.worker.fetch("/webhook/fal/status", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  // What looks like FAL's own still needs FAL's signature.
  expect((await say({ request_id: `test-${training?.id}`, status: "OK", payload: {} })).status).toBe(401);
  expect((await say({ finetune_id: "test", status: "completed", progress: 100 })).status).toBe(200);
  expect(await stateOf(stack)).toBe("training");
  expect((await say({ finetune_id: training?.id, status: "completed", progress: 100 })).status).toBe(200);
  expect(await ended(stack)).toBe("ready");
  expect(stack.fal.requests()).toEqual([]);
  expect(await stack.query("select state, is_test, is_main, weights_key from avatars")).toEqual([
    { state: "ready", is_test: true, is_main: false, weights_key: null },
  ]);
  expect(stack.telegram.messages(user.id).at(-1)?.text).toContain("TEST");
  const [wallet] = await stack.query("select balance, held from wallets");
  expect(wallet).toEqual({ balance: 200, held: 0 });
});

test("outside of test mode nobody can end a training without FAL's signature", async () => {
  await using stack = await startAvatarStack({ fal: { manual: true } });
  await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "training");
  const [training] = await stack.query<{ id: string; request_id: string }>(
    "select id, request_id from trainings",
  );
  for (const body of [
    { finetune_id: training?.id, status: "completed", progress: 100 },
    { finetune_id: training?.request_id, status: "completed", progress: 100 },
    { request_id: training?.request_id, status: "OK", payload: {} },
  ]) {
    const answer = await stack.worker.fetch(`/webhook/fal/status?ref=${training?.id}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(401);
  }
  expect(await stateOf(stack)).toBe("training");
});

test("deleting an avatar removes its rows and objects, and stops what is under way", async () => {
  await using stack = await startAvatarStack({ settings: COINS, fal: { manual: true } });
  const { user, avatarId, menu } = await order(stack);
  await eventually("it is at FAL", async () => (await stateOf(stack)) === "training");
  expect((await stack.objects()).length).toBeGreaterThan(10);
  await tapOn(stack, user, menu, `av.erase:${avatarId}`);
  await eventually("it is gone", async () => (await stack.query("select 1 from avatars")).length === 0);
  expect(await stack.query("select 1 from avatar_photos union all select 1 from trainings")).toEqual([]);
  expect(await stack.objects()).toEqual([]);
  expect(stack.fal.requests()[0]?.cancelled).toBe(true);
  expect(await accounts(stack, user.id)).toEqual({ coins: 200, held: 0, told: 0 });
});

test("source photos are kept for thirty days after the training, and then removed", async () => {
  await using stack = await startAvatarStack();
  await order(stack);
  expect(await ended(stack)).toBe("ready");
  const photos = async () => (await stack.objects()).filter((key) => key.includes("/photos")).length;
  await stack.query("update avatars set photos_until = photos_until - interval '29 days'");
  await ended(stack);
  expect(await photos()).toBe(10);
  // What a crash left of the archive holds the same faces.
  const [{ folder } = { folder: "" }] = await stack.query<{ folder: string }>(
    "select 'avatars/' || user_id || '/' || id || '/trg_crashed' as folder from avatars",
  );
  await stack.store(`${folder}/photos.zip`, "faces");
  expect(await photos()).toBe(11);
  await stack.query("update avatars set photos_until = photos_until - interval '1 day 1 minute'");
  await stack.worker.tick();
  await eventually("they are gone", async () => (await photos()) === 0);
  expect((await stack.objects()).filter((key) => key.endsWith(".safetensors"))).toHaveLength(1);
});

/** A first training, and a further one of an avatar that draws already: what is there before, and the tap that orders it. */
const KINDS = {
  first: async (stack: AvatarStack, user: Person) => `av.order:${await seedAvatar(stack, user)}`,
  async further(stack: AvatarStack, user: Person) {
    const { avatarId } = await seedTrained(stack, user);
    await stack.query("update avatars set quoted_coins = 150");
    return `av.retrain:${avatarId}`;
  },
};

/** How many times the database is asked from the order to the ready avatar. */
async function countCommits(seed: (typeof KINDS)["first"]): Promise<number> {
  await using stack = await startAvatarStack({ settings: COINS });
  let count = 0;
  const user = stack.telegram.addUser({ language_code: "en" });
  const tap = await seed(stack, user);
  stack.proxy.intercept((_, nth) => {
    count = nth;
    return "pass";
  });
  const menu = stack.telegram.messages(user.id).at(-1);
  if (menu) await tapOn(stack, user, menu, tap);
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("is ready!") === true);
  return count;
}

test.each(["first", "further"] as const)(
  "a power cut before or after any commit of a %s training: it ends ready, trained once, paid once, told, with one set of weights",
  async (kind) => {
    const commits = await countCommits(KINDS[kind]);
    expect(commits).toBeGreaterThan(8);
    const outcomes = new Set<string>();
    /** What becomes of an order whose worker dies at its commit number `fatal`. */
    const survive = async (fatal: number): Promise<void> => {
      await using stack = await startAvatarStack({ settings: COINS });
      const user = stack.telegram.addUser({ language_code: "en" });
      const tap = await KINDS[kind](stack, user);
      const { promise: dead, resolve: strike } = Promise.withResolvers<void>();
      // Alternately: what was being written is lost, or is written and nobody hears of it.
      const cut = fatal % 2 === 0 ? "drop-before" : "drop-after";
      stack.proxy.intercept((_, nth) => {
        if (nth < fatal) return "pass";
        strike();
        return nth === fatal ? cut : "drop-before";
      });
      const menu = stack.telegram.messages(user.id).at(-1);
      if (menu) await stack.telegram.tap(user, menu, tap);
      await dead;
      await stack.worker.kill();
      stack.proxy.intercept(undefined);
      await stack.restart();
      await stack.telegram.idle();
      const state = await ended(stack, 10);
      const { told, ...money } = await accounts(stack, user.id);
      const trained = trainingsAt(stack).length;
      const weights = (await stack.objects()).filter((key) => key.endsWith("weights.safetensors")).length;
      outcomes.add(JSON.stringify({ state, ...money, told: told >= 1 && told <= 2, trained, weights }));
    };
    // A few at a time: most of it is waiting.
    for (let fatal = 1; fatal <= commits; fatal += 4)
      await Promise.all([0, 1, 2, 3].map((i) => fatal + i <= commits && survive(fatal + i)));
    expect([...outcomes]).toEqual([
      JSON.stringify({ state: "ready", coins: 50, held: 0, told: true, trained: 1, weights: 1 }),
    ]);
  },
  600_000,
);

/** The trainings that FAL was asked for; a ready avatar's first pictures are drawn by other models. */
const trainingsAt = ({ fal }: AvatarStack) =>
  fal.requests().filter(({ endpoint }) => endpoint.includes("train"));
