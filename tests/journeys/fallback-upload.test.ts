import { expect, inject, test } from "vitest";
import { openBrowser } from "../harness/browser.ts";
import { startCorsProxy } from "../harness/cors-proxy.ts";
import { readObject, startFlakyStore } from "../harness/flaky-store.ts";
import { eventually, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

test("an upload whose store goes away in the middle begins anew in the other one, by itself, and its text comes", async () => {
  const primary = await startFlakyStore();
  // Three parts of 8 MiB.
  const sound = await makeRuler({ seconds: 60, container: "wav", codec: "f32", rate: 48_000, channels: 2 });
  const [first, second] = await Promise.all([
    startCorsProxy(primary.endpoint),
    startCorsProxy(inject("s3Url")),
  ]);
  const browser = await openBrowser();
  try {
    await using stack = await startStack({
      settings: {
        PUBLIC_URL: "https://aisha.example",
        R2_ENDPOINT: first.url,
        R2_ACCESS_KEY_ID: "local",
        R2_SECRET_ACCESS_KEY: "local-secret",
        MINIO_PUBLIC_URL: second.url,
      },
    });
    const user = stack.telegram.addUser({ language_code: "en" });
    await stack.telegram.sendDocument(user, new Uint8Array(20 * 2 ** 20 + 1), { file_name: "long.wav" });
    const { reply_markup } = await stack.telegram.waitFor(user.id, (message) =>
      JSON.stringify(message.reply_markup ?? "").includes("aisha.example"),
    );
    const button = reply_markup?.inline_keyboard?.[0]?.[0] as { url: string } | undefined;
    const page = await browser.newPage();
    await page.goto((button?.url ?? "").replace("https://aisha.example", stack.worker.url));
    // A part has arrived, and the next one finds nobody.
    first.decide = async (number) => {
      if (number > 1) await primary.fail("reset");
      return "pass" as const;
    };
    await page.setInputFiles("#file", {
      name: "long.wav",
      mimeType: "audio/wav",
      buffer: Buffer.from(sound),
    });
    await eventually("the whole file is in the other store", () => second.arrived.length >= 3, 30_000);
    await stack.telegram.waitFor(user.id, ({ text, caption }) => /\bs0\b/.test(text ?? caption ?? ""));
    expect(await stack.query("select from misplaced_objects")).toHaveLength(2);
    await primary.mend();
    await stack.worker.tick();
    expect(await stack.query("select from misplaced_objects")).toEqual([]);
    const [row] = await stack.query<{ original_key: string; bytes: string }>(
      "select original_key, bytes from transcripts",
    );
    expect((await readObject(primary.direct, row?.original_key ?? ""))?.length).toBe(Number(row?.bytes));
  } finally {
    await Promise.all([browser.close(), first.close(), second.close(), primary.close()]);
  }
});
