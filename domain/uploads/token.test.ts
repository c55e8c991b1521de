import { expect, test } from "vitest";
import { newId } from "../new-id.ts";
import { packToken, readToken } from "./token.ts";

const SECRET = "a-secret-for-the-webhook";

test("a link is read back, and is the same each time", async () => {
  const id = newId("trn");
  const token = await packToken(SECRET, id);
  expect(await readToken(SECRET, token)).toBe(id);
  expect(await packToken(SECRET, id)).toBe(token);
});

test("a link of another secret, for another recording, cut off, or made up is none", async () => {
  const token = await packToken(SECRET, newId("trn"));
  const [id = "", mac = ""] = token.split(".");
  const forged = [
    `${newId("trn")}.${mac}`,
    `${id}.${"0".repeat(32)}`,
    `${id}.${mac.slice(1)}`,
    id,
    `${id}.`,
    "",
    ".",
    "é.é",
  ];
  for (const text of forged) expect(await readToken(SECRET, text), text).toBeNull();
  expect(await readToken("another-secret-altogether", token)).toBeNull();
});
