import { expect, test } from "vitest";
import { multipart } from "./multipart.ts";

const part = (body: Uint8Array | ReadableStream<Uint8Array>, length: number) => ({
  name: "voice.ogg",
  type: "audio/ogg",
  length,
  body,
});

test("a platform's own parser reads the form back", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(4000));
  const { body, contentType } = multipart(
    { model: "gpt-transcribe" },
    part(new Blob([bytes]).stream(), bytes.length),
  );
  const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
  const file = form.get("file") as unknown as File;
  expect(form.get("model")).toBe("gpt-transcribe");
  expect([file.name, file.type]).toEqual(["voice.ogg", "audio/ogg"]);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
});

test("a source that ends early breaks the request instead of sending half a recording", async () => {
  const { body } = multipart({}, part(new Uint8Array(10), 20));
  await expect(new Response(body).arrayBuffer()).rejects.toThrow();
});
