import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FalSimulator, startFal } from "../../simulators/fal/index.ts";
import { type OpenAISimulator, startOpenAI } from "../../simulators/openai/index.ts";
import { makeRuler } from "../../tests/makers/ruler.ts";
import { Refused, Throttled, Unavailable } from "../errors.ts";
import { type Ask, openSpeech } from "./index.ts";

// Node has no FixedLengthStream; without it a body is sent in chunks, which the simulators take as well.
Object.assign(globalThis, {
  FixedLengthStream: function FixedLengthStream() {
    return new TransformStream<Uint8Array, Uint8Array>();
  },
});

const file = readFileSync(join(import.meta.dirname, "../../tests/fixtures/voice-ru.ogg"));
const voice = { name: "part.ogg", type: "audio/ogg", length: file.length, body: new Uint8Array(file) };
const ask = (more: Partial<Ask> = {}): Ask => ({ want: "text", languages: [], keywords: [], ...more });
let openai: OpenAISimulator;
let fal: FalSimulator;
let ruler: Uint8Array;

beforeAll(async () => {
  [openai, fal] = await Promise.all([
    startOpenAI({ apiKey: "sk-good" }),
    startFal({ apiKey: "fal-good", queueMs: 0, transcribingMs: 0 }),
  ]);
  ruler = await makeRuler({ seconds: 25, container: "ogg", codec: "opus" });
});
beforeEach(() => openai.reset());
afterAll(() => Promise.all([openai.close(), fal.close()]));

const speech = (more: Partial<Parameters<typeof openSpeech>[0]> = {}) =>
  openSpeech({
    apiKey: "sk-good",
    baseUrl: openai.url,
    model: "gpt-transcribe",
    subtitleModel: undefined,
    speakerModel: undefined,
    falKey: "fal-good",
    falQueueUrl: fal.queueUrl,
    falRestUrl: fal.restUrl,
    ...more,
  });
const rulerPart = () => ({ name: "part.ogg", type: "audio/ogg", length: ruler.length, body: ruler });

describe("every model of the table", () => {
  test.each([
    ["gpt-transcribe", false, false],
    ["gpt-4o-transcribe", false, false],
    ["gpt-4o-mini-transcribe", false, false],
    ["gpt-4o-transcribe-diarize", true, true],
    ["whisper-1", true, false],
  ])("%s answers with all settings, first and again", async (model, times, speakers) => {
    const { hear, abilitiesOf } = speech();
    expect(abilitiesOf(model)).toMatchObject({ times, speakers });
    for (const again of [false, true]) {
      const heard = await hear(model, rulerPart(), ask({ languages: ["ru"], keywords: ["Айгуль"], again }));
      expect(heard.text.split(" ")).toEqual(Array.from({ length: 25 }, (_, i) => `s${i}`));
      expect(heard.segments !== undefined).toBe(times);
      if (times) expect(heard.segments?.at(-1)?.to).toBeCloseTo(25, 0);
      expect(new Set(heard.segments?.map(({ speaker }) => speaker)).size).toBe(speakers ? 2 : times ? 1 : 0);
    }
    expect(openai.violations()).toEqual([]);
    expect(openai.calls().filter(({ status }) => status !== 200)).toEqual([]);
  });
});

test("languages and names reach the model in its own fields", async () => {
  const { hear } = speech();
  const hints = ask({ languages: ["ru", "kk"], keywords: ["Айгуль", "Kaspi"] });
  expect((await hear("gpt-transcribe", voice, hints)).languages).toEqual(["ru"]);
  expect((await hear("whisper-1", voice, { ...hints, languages: ["ru"] })).languages).toEqual(["ru"]);
  const [first, second] = openai.calls().map(({ body }) => body as [string, string][]);
  expect(first).toEqual([
    ["model", "gpt-transcribe"],
    ["languages[]", "ru"],
    ["languages[]", "kk"],
    ["keywords[]", "Айгуль"],
    ["keywords[]", "Kaspi"],
  ]);
  expect(second).toContainEqual(["language", "ru"]);
  expect(second).toContainEqual(["prompt", "Айгуль, Kaspi."]);
});

test.each([
  [{ code: "insufficient_quota" }, new Refused("speech-quota")],
  [{ status: 401 }, new Refused("speech-key")],
  [{ status: 403 }, new Refused("speech-key")],
  [{ status: 500 }, new Unavailable("speech", 10)],
  [{ status: 503, retryAfter: 7 }, new Unavailable("speech", 7)],
  [{ status: 429, retryAfter: 5 }, new Throttled("speech", 5)],
  [{ drop: true }, new Unavailable("speech", 10)],
])("trouble is named by whose turn it is: %o", async (fault, expected) => {
  openai.faults.add({ route: "transcriptions", ...fault });
  const error = await speech()
    .hear("gpt-transcribe", voice, ask())
    .catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(expected.constructor);
  expect(error).toMatchObject(
    expected instanceof Refused ? { reason: expected.reason } : { waitSeconds: expected.waitSeconds },
  );
});

test("audio that cannot be read is refused as broken, and is not asked for again in other forms", async () => {
  const junk = { ...voice, body: new Uint8Array(3000), length: 3000 };
  for (const model of ["gpt-transcribe", "whisper-1"])
    await expect(speech().hear(model, junk, ask())).rejects.toMatchObject({ reason: "broken" });
  expect(openai.calls()).toHaveLength(2);
});

/** A server that speaks the API, but knows only some of its fields. */
async function smallServer(refuses: RegExp, error: object) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("latin1")) body += chunk;
    bodies.push(body);
    const bad = refuses.test(body);
    response.writeHead(bad ? 400 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(bad ? error : { text: " сәлем " }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { bodies, url: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
}

test.each([
  [
    "OpenAI's words",
    { error: { message: "response_format 'verbose_json' is not compatible", code: "unsupported_value" } },
  ],
  ["somebody else's words", { error: { message: "verbose_json is not supported here" } }],
])("a server without verbose_json is asked for json, and asked in vain only once (%s)", async (_, error) => {
  const server = await smallServer(/verbose_json/, error);
  const { hear } = speech({ baseUrl: server.url });
  for (let i = 0; i < 2; i++)
    expect(await hear("Systran/faster-whisper-small", voice, ask({ languages: ["kk"] }))).toEqual({
      text: "сәлем",
      languages: [],
      model: "Systran/faster-whisper-small",
    });
  expect(server.bodies.map((body) => body.includes("verbose_json"))).toEqual([true, true, false, false]);
  server.close();
});

test("a server that knows no hints at all is asked without any", async () => {
  const error = { error: { message: "Extra inputs are not permitted: prompt", code: null } };
  const server = await smallServer(/verbose_json|prompt/, error);
  const { hear } = speech({ baseUrl: server.url });
  for (let i = 0; i < 2; i++)
    expect((await hear("voxtral", voice, ask({ keywords: ["Aisha"] }))).text).toBe("сәлем");
  expect(server.bodies).toHaveLength(5);
  server.close();
});

test("FAL hears by address, waits in its queue, and tells voices and times", async () => {
  const { submit, collect } = speech();
  const url = `data:audio/ogg;base64,${Buffer.from(ruler).toString("base64")}`;
  const id = await submit("fal-ai/whisper", url, ask({ want: "speakers", languages: ["en"] }));
  let heard = await collect("fal-ai/whisper", id);
  for (let i = 0; heard === "pending" && i < 100; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    heard = await collect("fal-ai/whisper", id);
  }
  if (typeof heard === "string") throw new Error(heard);
  expect(heard.text.split(" ")).toHaveLength(25);
  expect(heard.languages).toEqual(["en"]);
  expect(new Set(heard.segments?.map(({ speaker }) => speaker))).toEqual(
    new Set(["SPEAKER_00", "SPEAKER_01"]),
  );
  expect(fal.violations()).toEqual([]);
});

test("FAL's troubles are named by whose turn it is, and a lost request is called lost", async () => {
  const trouble = (fault: object) => {
    fal.faults.add({ times: 1, ...fault });
    return speech()
      .submit("fal-ai/whisper", "https://example.org/x.ogg", ask())
      .catch((cause: unknown) => cause);
  };
  expect(await trouble({ status: 403 })).toMatchObject({ reason: "speech-quota" });
  expect(await trouble({ status: 401 })).toMatchObject({ reason: "speech-key" });
  expect(await trouble({ status: 429, retryAfter: 5 })).toBeInstanceOf(Throttled);
  expect(await trouble({ status: 503 })).toBeInstanceOf(Unavailable);
  expect(await speech().collect("fal-ai/whisper", "00000000-0000-0000-0000-000000000000")).toBe("lost");
  await expect(
    speech({ falKey: undefined }).submit("fal-ai/whisper", "https://x", ask()),
  ).rejects.toMatchObject({
    reason: "speech-key",
  });
});

test("what FAL's model cannot read is refused as broken", async () => {
  const { submit, collect } = speech();
  const id = await submit("fal-ai/whisper", "data:audio/ogg;base64,AAAA", ask());
  await fal.finish(id);
  await expect(collect("fal-ai/whisper", id)).rejects.toMatchObject({ reason: "broken" });
});

test.each([
  ["gpt-transcribe", undefined, undefined, "fal", ["gpt-transcribe", "fal-ai/whisper", "fal-ai/whisper"]],
  ["gpt-transcribe", undefined, undefined, undefined, ["gpt-transcribe", null, null]],
  ["gpt-transcribe", "whisper-1", undefined, undefined, ["gpt-transcribe", "whisper-1", null]],
  ["whisper-1", undefined, undefined, "fal", ["whisper-1", "whisper-1", "fal-ai/whisper"]],
  [
    "gpt-transcribe",
    undefined,
    "gpt-4o-transcribe-diarize",
    "fal",
    ["gpt-transcribe", "fal-ai/whisper", "gpt-4o-transcribe-diarize"],
  ],
] as const)("%s, subtitles %s, speakers %s, FAL %s: text, times and voices by %o", (...row) => {
  const [model, subtitleModel, speakerModel, falKey, chosen] = row;
  const { choose } = speech({ model, subtitleModel, speakerModel, falKey });
  expect([choose("text"), choose("times"), choose("speakers")]).toEqual(chosen);
});
