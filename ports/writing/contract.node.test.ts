import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type OpenAISimulator, startOpenAI } from "../../simulators/openai/index.ts";
import { Refused, Throttled, Unavailable } from "../errors.ts";
import { openWriting } from "./index.ts";

let openai: OpenAISimulator;
beforeAll(async () => {
  openai = await startOpenAI({ apiKey: "sk-good" });
});
beforeEach(() => openai.reset());
afterAll(() => openai.close());

const writing = (more: Partial<Parameters<typeof openWriting>[0]> = {}) =>
  openWriting({
    apiKey: "sk-good",
    baseUrl: openai.url,
    model: "gpt-6-luna",
    windowCharacters: 24_000,
    ...more,
  });

const brief = { task: "Give the tasks.", material: "Анна подготовит отчёт до пятницы. Погода хорошая." };
const schema = {
  name: "tasks",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["tasks"],
    properties: {
      tasks: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["text", "quote", "owner", "due"],
          properties: {
            text: { type: "string" },
            quote: { type: "string" },
            owner: { type: ["string", "null"] },
            due: { type: ["string", "null"] },
          },
        },
      },
    },
  },
};

test("an answer by schema comes parsed, with what it cost", async () => {
  const written = await writing().write({ ...brief, schema });
  const quote = "Анна подготовит отчёт до пятницы.";
  expect(written.json).toEqual({ tasks: [{ text: quote, quote, owner: "Анна", due: "до пятницы" }] });
  expect(written.inputTokens).toBeGreaterThan(10);
  expect(written.outputTokens).toBeGreaterThan(10);
  expect(openai.violations()).toEqual([]);
});

test("a streamed answer grows, and is whole in the end", async () => {
  const seen: string[] = [];
  const written = await writing().write({ ...brief, onText: (soFar) => seen.push(soFar) });
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.at(-1)).toBe(written.text);
  expect(seen.every((text, i) => text.startsWith(seen[i - 1] ?? ""))).toBe(true);
  expect(written.outputTokens).toBeGreaterThan(0);
});

test("a stream is stopped by its signal, and throws its reason", async () => {
  openai.script("Give", "one two three four five six seven", { pauseMs: 20 });
  const stop = new AbortController();
  const writes = writing().write({
    ...brief,
    signal: stop.signal,
    onText: () => stop.abort(new Error("enough")),
  });
  await expect(writes).rejects.toThrow("enough");
});

test.each([
  ["refuses", { refusal: "I can't help with that." }, "writing-declined"],
  ["filters", { finish: "content_filter" as const }, "writing-declined"],
  ["is cut short", { finish: "length" as const }, "writing-cut"],
])("when the model %s that is told apart, streamed or not", async (_, options, reason) => {
  openai.script("Give", { tasks: [] }, options);
  for (const onText of [undefined, () => {}]) {
    const failed = await writing()
      .write({ ...brief, schema, ...(onText && { onText }) })
      .catch((error) => error);
    expect(failed).toBeInstanceOf(Refused);
    expect(failed.reason).toBe(reason);
  }
});

test("what is not the JSON asked for is asked for once more, then refused", async () => {
  openai.script("Give", "Sure! Here are the tasks.", { times: 1 });
  expect((await writing().write({ ...brief, schema })).json).toHaveProperty("tasks");
  openai.script("Give", "Sure! Here are the tasks.");
  await expect(writing().write({ ...brief, schema })).rejects.toMatchObject({ reason: "writing-unreadable" });
});

test.each([
  [{ status: 429, retryAfter: 7 }, Throttled, { waitSeconds: 7, part: "writing" }],
  [{ status: 503 }, Unavailable, { part: "writing" }],
  [{ status: 500 }, Unavailable, { part: "writing" }],
  [{ drop: true }, Unavailable, { part: "writing" }],
  [{ code: "insufficient_quota" }, Refused, { reason: "writing-quota" }],
  [{ code: "context_length_exceeded" }, Refused, { reason: "writing-too-long" }],
  [{ status: 401 }, Refused, { reason: "writing-key" }],
  [{ status: 403 }, Refused, { reason: "writing-key" }],
  [{ status: 400, message: "no" }, Refused, { reason: "writing-refused" }],
])("%j is said in our words", async (fault, kind, says) => {
  openai.faults.add({ route: "chat/completions", ...fault });
  const failed = await writing()
    .write(brief)
    .catch((error) => error);
  expect(failed).toBeInstanceOf(kind);
  expect(failed).toMatchObject(says);
});

test("without a model nothing is written, and nobody is asked", async () => {
  await expect(writing({ model: undefined }).write(brief)).rejects.toMatchObject({ reason: "writing-off" });
  expect(openai.calls()).toEqual([]);
});

test("no trouble carries the material or the key on", async () => {
  openai.faults.add({ status: 400, message: "bad: Анна подготовит отчёт, sk-good" });
  const failed = await writing()
    .write(brief)
    .catch((error) => error);
  expect(`${failed.message} ${failed.cause?.message}`).not.toMatch(/Анна|sk-good/);
});

test("a server that knows neither schemas nor new names is asked in its own words, and remembered", async () => {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    bodies.push(body);
    const wrong = ["max_completion_tokens", "response_format"].find((name) => name in body);
    response.writeHead(wrong ? 400 : 200, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        wrong
          ? { error: { message: `Unsupported parameter: ${wrong}`, param: wrong } }
          : {
              model: "local",
              choices: [{ message: { content: 'Here:\n```json\n{"tasks":[]}\n```' }, finish_reason: "stop" }],
            },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const { write } = writing({ baseUrl });
    expect((await write({ ...brief, schema })).json).toEqual({ tasks: [] });
    expect(bodies.at(-1)).toMatchObject({ max_tokens: 16_000 });
    expect(JSON.stringify(bodies.at(-1))).toContain("JSON Schema");
    const asked = bodies.length;
    expect((await write({ ...brief, schema })).inputTokens).toBe(0);
    expect(bodies.length).toBe(asked + 1);
  } finally {
    server.close();
  }
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
