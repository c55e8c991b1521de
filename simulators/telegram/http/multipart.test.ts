import { Api, InputFile } from "grammy";
import { expect, test } from "vitest";
import { openTestBot } from "../open-test-bot.ts";
import { parseMultipart } from "./multipart.ts";

test("headers without spaces, quoted names and empty files are read", () => {
  const body = Buffer.from(
    '--b\r\ncontent-disposition:form-data;name="chat_id"\r\n\r\n5\r\n--b\r\n' +
      'Content-Disposition: form-data; name="f"; filename="a \\"b\\".txt"\r\nContent-Type: text/plain\r\n\r\n\r\n--b--\r\n',
  );
  expect(parseMultipart(body, "multipart/form-data; boundary=b")).toEqual({
    values: { chat_id: "5" },
    uploads: [{ field: "f", name: 'a "b".txt', type: "text/plain", bytes: Buffer.alloc(0) }],
  });
});

test("a body that ends too early is refused", async () => {
  await using bot = await openTestBot();
  const response = await fetch(`${bot.telegram.url}/bot${bot.telegram.token}/sendDocument`, {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body: '--b\r\ncontent-disposition:form-data;name="chat_id"\r\n\r\n5',
  });
  expect(response.status).toBe(400);
  expect(bot.telegram.violations()).toHaveLength(1);
});

test("grammY's own uploads arrive whole, by attach:// and streamed", async () => {
  await using bot = await openTestBot();
  const api = new Api(bot.telegram.token, { apiRoot: bot.telegram.url });
  const bytes = new Uint8Array(300_000).fill(7);
  const sent = await api.sendDocument(bot.anna.id, new InputFile(bytes, "отчёт.txt"), {
    caption: "<b>ok</b>",
    parse_mode: "HTML",
  });
  expect(sent.document).toMatchObject({
    file_name: "отчёт.txt",
    file_size: 300_000,
    mime_type: "text/plain",
  });
  expect(sent.caption_entities).toEqual([{ type: "bold", offset: 0, length: 2 }]);
  const { file_path } = await api.getFile(sent.document.file_id);
  const response = await fetch(`${bot.telegram.url}/file/bot${bot.telegram.token}/${file_path}`);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  expect(bot.telegram.violations()).toEqual([]);
});
