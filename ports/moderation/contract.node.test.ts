import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OpenAISimulator, startOpenAI } from "../../simulators/openai/index.ts";
import { Unavailable } from "../errors.ts";
import { openModeration } from "./index.ts";

let openai: OpenAISimulator;
beforeAll(async () => {
  openai = await startOpenAI({ apiKey: "sk-good" });
});
afterEach(() => openai.reset());
afterAll(() => openai.close());

const moderation = (model: string | null = "omni-moderation-latest", baseUrl = openai.url) =>
  openModeration({ apiKey: "sk-good", baseUrl, model });

test("what a text is flagged for is told by its categories, and what is harmless is not flagged", async () => {
  expect(await moderation().flags("a fox in the snow")).toEqual([]);
  expect(await moderation().flags("x [flag:sexual/minors] [flag:sexual]")).toEqual(
    expect.arrayContaining(["sexual", "sexual/minors"]),
  );
  expect(openai.violations()).toEqual([]);
});

test("without a model nobody is asked", async () => {
  expect(await moderation(null).flags("[flag:sexual]")).toBeNull();
  expect(openai.calls()).toEqual([]);
});

test("a server that has no moderation is skipped", async () => {
  openai.faults.add({ route: "moderations", status: 404, times: 1 });
  expect(await moderation().flags("x")).toBeNull();
});

test.each([401, 429, 500, 503])("a moderation that answers %d has not let anything pass", async (status) => {
  openai.faults.add({ route: "moderations", status, times: 1 });
  await expect(moderation().flags("x")).rejects.toBeInstanceOf(Unavailable);
});

test("nor has one that is away", async () => {
  await expect(moderation(undefined, "http://127.0.0.1:1/v1").flags("x")).rejects.toBeInstanceOf(Unavailable);
});
