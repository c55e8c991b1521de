import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OpenAISimulator, startOpenAI } from "./index.ts";

let sim: OpenAISimulator;
let client: OpenAI;

beforeAll(async () => {
  sim = await startOpenAI();
  client = new OpenAI({ apiKey: "sk-test", baseURL: sim.url, maxRetries: 0 });
});
afterEach(() => sim.reset());
afterAll(() => sim.close());

const MINUTES = {
  type: "object",
  properties: {
    title: { type: "string" },
    decisions: {
      type: "array",
      items: {
        type: "object",
        properties: {
          quote: { type: "string" },
          owner: { type: ["string", "null"] },
          second: { type: "integer" },
        },
        required: ["quote", "owner", "second"],
        additionalProperties: false,
      },
    },
    mood: { type: "string", enum: ["calm", "tense"] },
  },
  required: ["title", "decisions", "mood"],
  additionalProperties: false,
};

const TEXT = "Встречаемся завтра у метро. Решили ехать на метро. Анна берёт документы.";

test("a model that is not there says honestly what it is", async () => {
  const { choices, usage } = await client.chat.completions.create({
    model: "gpt-6-luna",
    messages: [{ role: "user", content: TEXT }],
  });
  expect(choices[0]?.message.content).toContain("симулятор языковой модели");
  expect(choices[0]?.message.content).toContain("OPENAI_BASE_URL");
  expect(usage?.total_tokens).toBeGreaterThan(0);
});

test("an answer by schema has its shape, and its quotes are the input's", async () => {
  const { choices } = await client.chat.completions.create({
    model: "gpt-6-luna",
    messages: [{ role: "user", content: TEXT }],
    response_format: { type: "json_schema", json_schema: { name: "minutes", strict: true, schema: MINUTES } },
  });
  const minutes = JSON.parse(choices[0]?.message.content ?? "") as {
    decisions: { quote: string }[];
    mood: string;
  };
  expect(minutes.mood).toBe("calm");
  expect(minutes.decisions.length).toBeGreaterThan(0);
  for (const { quote } of minutes.decisions) expect(TEXT).toContain(quote);
});

test("the same request gets the same answer twice", async () => {
  const ask = () =>
    client.chat.completions.create({
      model: "gpt-6-luna",
      messages: [{ role: "user", content: TEXT }],
      response_format: { type: "json_schema", json_schema: { name: "minutes", schema: MINUTES } },
    });
  expect((await ask()).choices[0]?.message).toEqual((await ask()).choices[0]?.message);
});

test("answers can be scripted, refused and cut", async () => {
  const ask = async () =>
    (
      await client.chat.completions.create({
        model: "gpt-6-luna",
        messages: [{ role: "user", content: "the minutes" }],
      })
    ).choices[0];
  sim.script("minutes", { title: "Plan" }, { times: 1 });
  expect((await ask())?.message.content).toBe('{"title":"Plan"}');
  sim.script(/minutes/, "", { refusal: "I can't help with that.", times: 1 });
  expect((await ask())?.message).toMatchObject({ content: null, refusal: "I can't help with that." });
  sim.script(() => true, { title: "Plan" }, { finish: "length", times: 1 });
  const cut = await ask();
  expect(cut?.finish_reason).toBe("length");
  expect(() => JSON.parse(cut?.message.content ?? "")).toThrow();
  expect((await ask())?.message.content).toContain("simulator");
});

test("streamed chat adds up, with usage last", async () => {
  const stream = await client.chat.completions.create({
    model: "gpt-6-luna",
    messages: [{ role: "user", content: "hello" }],
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let tokens = 0;
  for await (const { choices, usage } of stream) {
    text += choices[0]?.delta.content ?? "";
    tokens = usage?.total_tokens ?? tokens;
  }
  expect(text).toContain("simulator of the language model");
  expect(tokens).toBeGreaterThan(0);
});

test.each([
  ["max_tokens for a reasoning model", { max_tokens: 10 }, "unsupported_parameter"],
  ["a temperature for a reasoning model", { temperature: 0.2 }, "unsupported_value"],
  ["an unknown field", { max_length: 10 }, "unknown_parameter"],
  ["a model that is shut down", { model: "gpt-3.5-turbo" }, "model_not_found"],
  ["no messages", { messages: [] }, "missing_required_parameter"],
  [
    "an unknown part",
    { messages: [{ role: "user", content: [{ type: "input_text", text: "x" }] }] },
    "invalid_value",
  ],
  [
    "a picture that is none",
    { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "file:///a" } }] }] },
    "invalid_image_format",
  ],
  [
    "a schema that lets more in",
    { response_format: strict({ ...MINUTES, additionalProperties: true }) },
    "invalid_json_schema",
  ],
  [
    "a schema with an optional key",
    { response_format: strict({ ...MINUTES, required: ["title"] }) },
    "invalid_json_schema",
  ],
  [
    "a schema with a default",
    {
      response_format: strict({
        ...MINUTES,
        properties: { ...MINUTES.properties, mood: { type: "string", default: "calm" } },
      }),
    },
    "invalid_json_schema",
  ],
  [
    "a schema whose root is a list",
    { response_format: strict({ type: "array", items: MINUTES }) },
    "invalid_json_schema",
  ],
])("%s is refused", async (_, change, code) => {
  const answer = await post("chat/completions", {
    model: "gpt-6-luna",
    messages: [{ role: "user", content: "x" }],
    ...change,
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body.error.code).toBe(code);
  expect(sim.violations()).toHaveLength(code === "invalid_value" ? 0 : 1);
});

test("older models take max_tokens and a temperature", async () => {
  const body = {
    model: "gpt-4o-mini",
    max_tokens: 5,
    temperature: 0.2,
    messages: [{ role: "user", content: TEXT }],
  };
  const answer = await post("chat/completions", body);
  expect(answer.body.choices[0]).toMatchObject({ finish_reason: "length" });
});

test("a picture by data URI is accepted", async () => {
  const url = "data:image/png;base64,iVBORw0KGgo=";
  const content = [
    { type: "text", text: "what is this" },
    { type: "image_url", image_url: { url, detail: "low" } },
  ];
  const answer = await post("chat/completions", {
    model: "gpt-6-luna",
    messages: [{ role: "user", content }],
  });
  expect(answer.status).toBe(200);
});

test("responses answer as text, by schema, and streamed", async () => {
  const plain = await client.responses.create({ model: "gpt-6-luna", input: TEXT });
  expect(plain.output_text).toContain("симулятор");
  const format = { type: "json_schema", name: "minutes", schema: MINUTES, strict: true } as const;
  const shaped = await client.responses.create({ model: "gpt-6-luna", input: TEXT, text: { format } });
  expect(JSON.parse(shaped.output_text)).toHaveProperty("decisions");
  const stream = await client.responses.create({ model: "gpt-6-luna", input: "hello", stream: true });
  let text = "";
  const types: string[] = [];
  for await (const event of stream) {
    types.push(event.type);
    if (event.type === "response.output_text.delta") text += event.delta;
  }
  expect(text).toContain("simulator");
  expect([types[0], types.at(-1)]).toEqual(["response.created", "response.completed"]);
});

test("a response that is cut short says so", async () => {
  const cut = await client.responses.create({ model: "gpt-6-luna", input: TEXT, max_output_tokens: 3 });
  expect(cut).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
});

test("moderation flags what is marked and nothing else", async () => {
  const judge = async (input: string) =>
    (await client.moderations.create({ model: "omni-moderation-latest", input })).results[0];
  expect(await judge("a friendly text")).toMatchObject({ flagged: false });
  expect(await judge("a bad text [flag:sexual]")).toMatchObject({
    flagged: true,
    categories: { sexual: true, violence: false },
  });
});

test("the control routes show the state and take scripts and faults", async () => {
  const control = (name: string, body: unknown) =>
    fetch(`${sim.controlUrl}/${name}`, { method: "POST", body: JSON.stringify(body) });
  await control("script", { match: "hello", answer: "hi there" });
  const hello = { model: "gpt-6-luna", messages: [{ role: "user", content: "hello" }] };
  expect((await post("chat/completions", hello)).body.choices[0]?.message.content).toBe("hi there");
  const { id } = (await (await control("faults", { route: "chat", status: 503 })).json()) as { id: number };
  expect((await post("chat/completions", hello)).status).toBe(503);
  await fetch(`${sim.controlUrl}/faults/${id}`, { method: "DELETE" });
  expect((await post("chat/completions", hello)).status).toBe(200);
  expect((await control("faults", { status: "503" })).status).toBe(400);
  const state = (await (await fetch(`${sim.controlUrl}/state`)).json()) as {
    calls: unknown[];
    presets: unknown[];
  };
  expect(state.calls).toHaveLength(3);
  expect(state.presets.length).toBeGreaterThan(10);
});

function strict(schema: unknown) {
  return { type: "json_schema", json_schema: { name: "minutes", strict: true, schema } };
}

interface Posted {
  error: { code: string };
  choices: { message: { content: string } }[];
}

async function post(path: string, body: unknown) {
  const response = await fetch(`${sim.url}/${path}`, {
    method: "POST",
    headers: { authorization: "Bearer x", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Posted };
}
