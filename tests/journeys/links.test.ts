import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { listen } from "../../simulators/listen.ts";
import { eventually, fixture, startStack } from "../harness/stack.ts";

const SAID = "speech simulator";

/** A file server on this machine, which the policy for links does not allow unless it is told to. */
async function startFiles(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  const { origin, close } = await listen(server);
  return { host: new URL(origin).host, asked, [Symbol.asyncDispose]: close };
}

const voice = fixture("voice-en.ogg");

test.each([
  ["of a known length", true],
  ["of an unknown length", false],
])("a link to a file %s becomes its text, also after a redirect", async (_, known) => {
  await using files = await startFiles((request, response) => {
    if (request.url === "/short") return void response.writeHead(302, { location: "/a%20talk.ogg" }).end();
    response.writeHead(200, known ? { "content-length": voice.length } : {});
    response.write(voice.subarray(0, 5000));
    response.end(voice.subarray(5000));
  });
  await using stack = await startStack({ settings: { LINK_TRUSTED_HOSTS: files.host } });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const sent = await telegram.sendText(user, ` http://${files.host}/short `);
  const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes(SAID) === true);
  expect(answer.reply_to_message?.message_id).toBe(sent.message_id);
  await eventually(
    "it is delivered",
    async () => (await stack.query("select from transcripts where state = 'delivered'")).length === 1,
  );
  const [row] = await stack.query("select source, bytes, container from transcripts");
  expect(row).toMatchObject({ source: "link", bytes: String(voice.length), container: "ogg" });
  expect(files.asked).toEqual(["/short", "/a%20talk.ogg"]);
  expect(telegram.violations()).toEqual([]);
  expect(stack.worker.log().some((line) => line.includes(files.host))).toBe(false);
});

test("a link into a private network is not followed, neither at once nor after a redirect", async () => {
  await using secret = await startFiles((_, response) => void response.end("the treasure"));
  await using files = await startFiles(
    (_, response) => void response.writeHead(307, { location: `http://${secret.host}/` }).end(),
  );
  await using stack = await startStack({ settings: { LINK_TRUSTED_HOSTS: files.host } });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  for (const address of [
    `http://${secret.host}/`,
    `http://${files.host}/`,
    "http://169.254.169.254/latest/",
  ]) {
    const sent = await telegram.sendText(user, address);
    await telegram.waitFor(
      user.id,
      (message) =>
        message.text?.includes("do not go to this address") === true &&
        message.reply_to_message?.message_id === sent.message_id,
    );
  }
  expect(secret.asked).toEqual([]);
});

test.each([
  ["a page", 200, { "content-type": "text/html; charset=utf-8" }, "leads to a page", "link-page"],
  ["a missing file", 404, {}, "does not give this file out", "link-gone"],
  [
    "a file that says it is too large",
    200,
    { "content-length": "3000000" },
    "larger than I may",
    "link-too-big",
  ],
  ["a file that turns out too large", 200, {}, "larger than I may", "link-too-big"],
] as const)("a link to %s is refused with its reason", async (_, status, headers, words, failure) => {
  await using files = await startFiles((_, response) => {
    response.writeHead(status, headers);
    response.end(status === 200 ? Buffer.alloc(3_000_000, "x") : "");
  });
  await using stack = await startStack({ settings: { LINK_TRUSTED_HOSTS: files.host, LINK_MAX_MB: "2" } });
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(user, `http://${files.host}/x`);
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes(words) === true);
  expect(await stack.query("select state, failure from transcripts")).toEqual([
    { state: "refused", failure },
  ]);
});

test("a server that breaks off is asked again, and given up after some minutes with a button to retry", async () => {
  let asked = 0;
  await using files = await startFiles((_, response) => {
    asked++;
    response.writeHead(200, { "content-length": voice.length });
    response.write(voice.subarray(0, 5000), () => response.destroy());
  });
  await using stack = await startStack({ settings: { LINK_TRUSTED_HOSTS: files.host } });
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(user, `http://${files.host}/talk.ogg`);
  await eventually("the first try", () => asked === 1);
  await eventually("the second try", async () => {
    await stack.later(60);
    return asked > 1;
  });
  await stack.query("update transcripts set changed_at = changed_at - interval '10 minutes'");
  await eventually("it is given up", async () => {
    await stack.later(60);
    return (await stack.query("select from transcripts where failure = 'link-down'")).length === 1;
  });
  const answer = await stack.telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("does not answer, or breaks") === true,
  );
  expect(answer.reply_markup?.inline_keyboard).toHaveLength(1);
});

test("where links are off nothing is fetched", async () => {
  await using files = await startFiles((_, response) => void response.end());
  await using stack = await startStack({ settings: { LINK_TRUSTED_HOSTS: files.host, LINKS: "false" } });
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(user, `http://${files.host}/talk.ogg`);
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("/help") === true);
  expect(files.asked).toEqual([]);
});
