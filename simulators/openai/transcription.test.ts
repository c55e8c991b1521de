import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import OpenAI, { toFile } from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeRuler } from "../../tests/makers/ruler.ts";
import type { Fault } from "./faults.ts";
import { type OpenAISimulator, startOpenAI } from "./index.ts";

const FIXTURES = join(import.meta.dirname, "../../tests/fixtures");

let sim: OpenAISimulator;
let client: OpenAI;
let ruler: Uint8Array;

beforeAll(async () => {
  sim = await startOpenAI();
  client = new OpenAI({ apiKey: "sk-test", baseURL: sim.url, maxRetries: 0 });
  ruler = await makeRuler({ container: "ogg", codec: "opus", seconds: 12, from: 5 });
});
afterEach(() => sim.reset());
afterAll(() => sim.close());

const SPOKEN = Array.from({ length: 12 }, (_, i) => `s${i + 5}`).join(" ");

test("the ruler is read out, one word a second", async () => {
  const answer = await client.audio.transcriptions.create({
    file: await toFile(ruler, "part.ogg"),
    model: "gpt-transcribe",
  });
  expect(answer.text).toBe(SPOKEN);
  expect(answer).toMatchObject({ languages: [{ code: "en" }], usage: { type: "duration", seconds: 12 } });
  expect(sim.calls()[0]).toMatchObject({ status: 200, heard: Array.from({ length: 12 }, (_, i) => i + 5) });
  expect(sim.violations()).toEqual([]);
});

test.each([
  ["voice-ru.ogg", "ru", "ogg/opus", "это симулятор"],
  ["voice-en.ogg", "en", "ogg/opus", "this is the speech simulator"],
  ["speech-ru.mp3", "ru", "mp3/mp3", "это симулятор"],
  ["speech-en.m4a", "en", "mp4/aac", "this is the speech simulator"],
  ["video-note-ru.mp4", "kk", "mp4/aac", "бұл сөйлеуді тану"],
  ["video-en.webm", "en", "webm/opus", "this is the speech simulator"],
])("%s asked in %s is described honestly in one sentence", async (name, language, what, begins) => {
  const file = await toFile(await readFile(join(FIXTURES, name)), name);
  const { text } = await client.audio.transcriptions.create({
    file,
    model: "gpt-transcribe",
    languages: [language],
  });
  expect(text.toLowerCase()).toContain(begins);
  expect(text).toContain(what);
  expect(text).toMatch(/\b(8\.9|9\.0)\b/);
  expect(text).toContain("OPENAI_API_KEY");
});

test("silence is no text", async () => {
  const silence = await makeWav(2, () => 0);
  const { text } = await client.audio.transcriptions.create({
    file: await toFile(silence, "a.wav"),
    model: "whisper-1",
  });
  expect(text).toBe("");
});

test("verbose JSON has words and segments with their times", async () => {
  const answer = await client.audio.transcriptions.create({
    file: await toFile(ruler, "part.ogg"),
    model: "whisper-1",
    language: "ru",
    response_format: "verbose_json",
    timestamp_granularities: ["word", "segment"],
  });
  expect(answer).toMatchObject({ language: "russian", text: SPOKEN });
  expect(answer.words).toHaveLength(12);
  expect(answer.words?.[4]?.word).toBe("s9");
  expect(answer.words?.[4]?.start).toBeCloseTo(4, 0);
  expect(answer.segments?.map(({ text }) => text.trim()).join(" ")).toBe(SPOKEN);
});

test("only the granularities asked for are returned", async () => {
  const file = await toFile(ruler, "part.ogg");
  const common = { file, model: "whisper-1", response_format: "verbose_json" } as const;
  expect(await client.audio.transcriptions.create(common)).not.toHaveProperty("words");
  expect(
    await client.audio.transcriptions.create({ ...common, timestamp_granularities: ["word"] }),
  ).not.toHaveProperty("segments");
});

test("SRT, VTT and plain text are text", async () => {
  const file = await toFile(ruler, "part.ogg");
  const inFormat = (response_format: "srt" | "vtt" | "text") =>
    client.audio.transcriptions.create({
      file,
      model: "whisper-1",
      response_format,
    }) as unknown as Promise<string>;
  expect(await inFormat("srt")).toMatch(/^1\n00:00:00,0\d\d --> 00:00:0\d,\d{3}\ns5 s6/);
  expect(await inFormat("vtt")).toMatch(/^WEBVTT\n\n00:00:00\.0/);
  expect((await inFormat("text")).trim()).toBe(SPOKEN);
});

test("the diarizing model names speakers, also known ones", async () => {
  const answer = (await client.audio.transcriptions.create({
    file: await toFile(ruler, "part.ogg"),
    model: "gpt-4o-transcribe-diarize",
    response_format: "diarized_json",
    chunking_strategy: "auto",
    known_speaker_names: ["Anna"],
  })) as unknown as { segments: { speaker: string; text: string }[] };
  expect(answer.segments.map(({ speaker, text }) => [speaker, text.split(" ").length])).toEqual([
    ["Anna", 5],
    ["B", 7],
  ]);
});

test("streaming sends deltas that add up to the text", async () => {
  const stream = await client.audio.transcriptions.create({
    file: await toFile(ruler, "part.ogg"),
    model: "gpt-transcribe",
    stream: true,
  });
  let text = "";
  let done = "";
  for await (const event of stream) {
    if (event.type === "transcript.text.delta") text += event.delta;
    if (event.type === "transcript.text.done") done = event.text;
  }
  expect([text, done]).toEqual([SPOKEN, SPOKEN]);
});

test.each([
  ["an unknown model", { model: "gpt-9" }, 404, { code: "model_not_found" }],
  [
    "verbose JSON of a model without it",
    { model: "gpt-4o-transcribe", response_format: "verbose_json" },
    400,
    { param: "response_format", code: "unsupported_value" },
  ],
  [
    "keywords for Whisper",
    { model: "whisper-1", "keywords[]": "Anna" },
    400,
    { code: "unsupported_parameter" },
  ],
  ["an unknown field", { model: "whisper-1", vad_filter: "true" }, 400, { code: "unknown_parameter" }],
  [
    "a prompt for the diarizing model",
    { model: "gpt-4o-transcribe-diarize", prompt: "x" },
    400,
    { code: "unsupported_parameter" },
  ],
  [
    "granularities without verbose JSON",
    { model: "whisper-1", "timestamp_granularities[]": "word" },
    400,
    { code: "invalid_value" },
  ],
  [
    "a language by its name",
    { model: "whisper-1", language: "russian" },
    400,
    { code: "invalid_language_format" },
  ],
  ["a temperature above 1", { model: "whisper-1", temperature: "2" }, 400, { param: "temperature" }],
  ["no model", {}, 400, { message: "you must provide a model parameter" }],
])("%s is refused", async (_, fields, status, error) => {
  const answer = await send(fields, ruler, "part.ogg");
  expect(answer).toMatchObject({ status, body: { error } });
  expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
});

test("file names are taken with the extensions of the API and refused with others", async () => {
  const inside = async (name: string) => (await send({ model: "gpt-transcribe" }, ruler, name)).status;
  expect([await inside("a.ogg"), await inside("a.oga"), await inside("A.OGG")]).toEqual([200, 200, 200]);
  expect([await inside("a.opus"), await inside("a.mkv"), await inside("blob")]).toEqual([400, 400, 400]);
  const { body } = await send({ model: "gpt-transcribe" }, ruler, "a.opus");
  expect(body.error.message).toBe(
    "Invalid file format. Supported formats: ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm']",
  );
});

test("what does not decode, or is not what its name says, is corrupted", async () => {
  const corrupted = { status: 400, body: { error: { code: "invalid_value", param: "file" } } };
  expect(await send({ model: "gpt-transcribe" }, Buffer.from("nothing"), "a.ogg")).toMatchObject(corrupted);
  expect(await send({ model: "gpt-transcribe" }, ruler, "a.mp3")).toMatchObject(corrupted);
  const matroska = await makeRuler({ container: "mkv", codec: "aac", seconds: 2 });
  expect(await send({ model: "gpt-transcribe" }, matroska, "a.webm")).toMatchObject(corrupted);
  const adts = await makeRuler({ container: "adts", codec: "aac", seconds: 2 });
  expect((await send({ model: "gpt-transcribe" }, adts, "a.mp3")).body.error.message).toContain(
    "Invalid file format",
  );
});

test("a part that does not decode cleanly is answered, and recorded as a violation", async () => {
  const mp3 = Buffer.from(await makeRuler({ container: "mp3", codec: "mp3", seconds: 5 }));
  mp3.fill(0x55, 20_000, 21_000);
  expect((await send({ model: "gpt-transcribe" }, mp3, "a.mp3")).status).toBe(200);
  expect(sim.violations()[0]?.message).toContain("a.mp3 does not decode cleanly");
});

test("recordings too short or too long are refused in the words of the API", async () => {
  const short = await makeRuler({ container: "wav", codec: "pcm16", seconds: 0.05 });
  expect((await send({ model: "gpt-transcribe" }, short, "a.wav")).body.error).toMatchObject({
    code: "audio_too_short",
  });
  const long = await makeRuler({ container: "wav", codec: "pcm16", rate: 8000, seconds: 1500 });
  const refused = await send({ model: "gpt-4o-transcribe" }, long, "a.wav");
  expect(refused.body.error.message).toBe(
    "audio duration 1500.0 seconds is longer than 1400 seconds which is the maximum for this model",
  );
  expect((await send({ model: "gpt-4o-mini-transcribe" }, long, "a.wav")).body.error.code).toBe(
    "input_too_large",
  );
  expect((await send({ model: "whisper-1" }, long, "a.wav")).status).toBe(200);
});

test("the diarizing model wants to be told how to cut more than 30 s", async () => {
  const long = await makeRuler({ container: "ogg", codec: "opus", seconds: 31 });
  const model = "gpt-4o-transcribe-diarize";
  expect((await send({ model }, long, "a.ogg")).body.error.param).toBe("chunking_strategy");
  expect((await send({ model, "chunking_strategy[type]": "server_vad" }, long, "a.ogg")).status).toBe(200);
});

test("a body above 25 MiB is refused by its size, one byte below it is not", async () => {
  const large = await send({ model: "whisper-1" }, Buffer.alloc(26_214_400), "a.wav");
  expect(large.status).toBe(413);
  expect(large.body.error).toMatchObject({ type: "server_error" });
  expect(large.body.error.message).toMatch(
    /^413: Maximum content size limit \(26214400\) exceeded \(262\d{5} bytes read\)$/,
  );
  expect((await send({ model: "whisper-1" }, Buffer.alloc(26_213_000), "a.wav")).status).toBe(400);
});

test("a chunked body without a length is read", async () => {
  const form = new FormData();
  form.append("model", "gpt-transcribe");
  form.append("file", new File([new Uint8Array(ruler)], "part.ogg"));
  const whole = new Response(form);
  const bytes = Buffer.from(await whole.arrayBuffer());
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: "Bearer x", "content-type": whole.headers.get("content-type") ?? "" };
    const sent = request(`${sim.url}/audio/transcriptions`, { method: "POST", headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve(Buffer.concat(chunks).toString());
    });
    sent.on("error", reject);
    for (let at = 0; at < bytes.length; at += 10_000) sent.write(bytes.subarray(at, at + 10_000));
    sent.end();
  });
  expect(JSON.parse(text)).toMatchObject({ text: SPOKEN });
});

test("a body that is no form is refused", async () => {
  const answer = await fetch(`${sim.url}/audio/transcriptions`, {
    method: "POST",
    headers: { authorization: "Bearer x", "content-type": "multipart/form-data; boundary=x" },
    body: "--x\r\nnonsense",
  });
  expect(answer.status).toBe(400);
});

test.each<[Fault, number, Record<string, unknown>]>([
  [{ status: 401 }, 401, { code: "invalid_api_key" }],
  [{ status: 403 }, 403, { code: "unsupported_country_region_territory" }],
  [{ status: 429, retryAfter: 2 }, 429, { code: "rate_limit_exceeded" }],
  [{ code: "insufficient_quota" }, 429, { code: "insufficient_quota", type: "insufficient_quota" }],
  [{ status: 500 }, 500, { type: "server_error", code: null }],
  [{ status: 503 }, 503, { type: "server_error", message: expect.stringContaining("overloaded") }],
])("the fault %j answers %i, once", async (fault, status, error) => {
  sim.faults.add({ ...fault, route: "transcriptions", times: 1 });
  const answer = await send({ model: "gpt-transcribe" }, ruler, "a.ogg");
  expect(answer).toMatchObject({ status, body: { error } });
  if (fault.retryAfter) expect(answer.headers.get("retry-after")).toBe("2");
  expect((await send({ model: "gpt-transcribe" }, ruler, "a.ogg")).status).toBe(200);
});

test("a fault can follow one second of the ruler through every retry", async () => {
  sim.faults.add({ hears: 9, status: 500 });
  const other = await makeRuler({ container: "ogg", codec: "opus", seconds: 5, from: 100 });
  expect((await send({ model: "gpt-transcribe" }, other, "a.ogg")).status).toBe(200);
  expect((await send({ model: "gpt-transcribe" }, ruler, "a.ogg")).status).toBe(500);
  expect((await send({ model: "gpt-transcribe" }, ruler, "a.ogg")).status).toBe(500);
});

test("the model can be made to mishear", async () => {
  const say = async (speech: NonNullable<Fault["speech"]>) => {
    sim.faults.add({ speech, times: 1 });
    return (await send({ model: "gpt-transcribe" }, ruler, "a.ogg")).body.text;
  };
  expect(await say({ text: "" })).toBe("");
  expect(await say({ text: "other words" })).toBe("other words");
  expect(await say({ invented: "Thank you." })).toBe(`${SPOKEN} Thank you.`);
  expect(await say({ keep: 0.5 })).toBe("s5 s6 s7 s8 s9 s10");
  expect(await say({ loop: 2 })).toBe(`${SPOKEN} s14 s15 s16 s14 s15 s16`);
});

test("a call can be dropped, and can hang until the caller gives up", async () => {
  sim.faults.add({ drop: true, times: 1 });
  await expect(send({ model: "gpt-transcribe" }, ruler, "a.ogg")).rejects.toThrow();
  sim.faults.add({ hang: true, times: 1 });
  const hasty = new OpenAI({ apiKey: "x", baseURL: sim.url, maxRetries: 0, timeout: 200 });
  const file = await toFile(ruler, "part.ogg");
  await expect(hasty.audio.transcriptions.create({ file, model: "gpt-transcribe" })).rejects.toThrow(
    /timed out/i,
  );
});

test("answers take as long as they are told to", async () => {
  const slow = await startOpenAI({ latencyMs: (seconds) => seconds * 50 });
  const started = performance.now();
  await send({ model: "gpt-transcribe" }, ruler, "a.ogg", slow.url);
  expect(performance.now() - started).toBeGreaterThan(590);
  await slow.close();
});

test("calls that run side by side are counted", async () => {
  const slow = await startOpenAI({ latencyMs: 400 });
  await Promise.all([1, 2, 3].map(() => send({ model: "gpt-transcribe" }, ruler, "a.ogg", slow.url)));
  expect(slow.mostAtOnce()).toBe(3);
  await slow.close();
});

test("a deaf simulator still knows the length, and keeps to the latency while many ask at once", async () => {
  const deaf = await startOpenAI({ deaf: true, latencyMs: 1500 });
  const part = await makeRuler({ container: "ogg", codec: "opus", seconds: 100 });
  const started = performance.now();
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => send({ model: "gpt-transcribe" }, part, "a.ogg", deaf.url)),
  );
  expect(performance.now() - started).toBeLessThan(5000);
  expect(deaf.calls().flatMap(({ heard }) => heard)).toEqual([]);
  for (const { body } of answers) expect(body.text).toContain("100.0 s");
  expect(deaf.calls().map(({ seconds = 0 }) => Math.round(seconds))).toEqual([100, 100, 100, 100]);
  await deaf.close();
});

test("a rate limit refuses what is too much, says when to come again, and then lets it pass", async () => {
  const limited = await startOpenAI({ rateLimit: { requests: 2, windowMs: 500 } });
  const ask = () => fetch(`${limited.url}/models`, { headers: { authorization: "Bearer x" } });
  const answers = [await ask(), await ask(), await ask()];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers[1]?.headers.get("x-ratelimit-remaining-requests")).toBe("0");
  const wait = Number(answers[2]?.headers.get("retry-after-ms"));
  expect(wait).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, wait + 1));
  expect((await ask()).status).toBe(200);
  await limited.close();
});

test("only the right key is accepted where one is set", async () => {
  const strict = await startOpenAI({ apiKey: "sk-right" });
  const ask = (key?: string) =>
    fetch(`${strict.url}/models`, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
  expect([(await ask()).status, (await ask("sk-wrong")).status, (await ask("sk-right")).status]).toEqual([
    401, 401, 200,
  ]);
  await strict.close();
});

interface Sent {
  status: number;
  headers: Headers;
  body: { text: string; error: { message: string; type: string; param: string | null; code: string | null } };
}

async function send(
  fields: Record<string, string>,
  bytes: Uint8Array,
  name: string,
  url = sim.url,
): Promise<Sent> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new File([new Uint8Array(bytes)], name));
  const headers = { authorization: "Bearer sk-test" };
  const response = await fetch(`${url}/audio/transcriptions`, { method: "POST", headers, body: form });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Sent["body"],
  };
}

async function makeWav(seconds: number, sample: (i: number) => number): Promise<Uint8Array> {
  const { writeWav } = await import("../../tests/makers/wav.ts");
  const samples = Float32Array.from({ length: seconds * 8000 }, (_, i) => sample(i));
  return writeWav([samples], { codec: "pcm16", rate: 8000, channels: 1, rf64: false });
}
