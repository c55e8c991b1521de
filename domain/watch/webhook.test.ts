import { expect, test } from "vitest";
import { findMisdirection } from "./webhook.ts";

const HERE = { PUBLIC_URL: "https://aisha.example/", ENVIRONMENT: "production" };

test.each([
  ["https://aisha.example/webhook/telegram", null],
  ["https://AISHA.example:443/webhook/telegram", null],
  ["", "no webhook is set"],
  ["https://other.example/bot123:secret", "the webhook leads to other.example"],
  ["https://aisha.example/old/secret", "the webhook leads to another path of aisha.example"],
])("Telegram delivers to %j: %s", (url, trouble) => {
  expect(findMisdirection(url, HERE)).toBe(trouble);
});

test("where nobody says where the house is, and on a developer's machine, any webhook is right", () => {
  expect(findMisdirection("", { ...HERE, PUBLIC_URL: undefined })).toBeNull();
  expect(findMisdirection("", { ...HERE, ENVIRONMENT: "local" })).toBeNull();
});
