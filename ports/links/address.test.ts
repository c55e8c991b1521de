import { expect, test } from "vitest";
import { mayFetch } from "./address.ts";

const may = (address: string, trusted: string[] = []) => mayFetch(new URL(address), trusted);

test.each([
  "https://example.com/talk.mp3",
  "http://files.archive.org:8080/a b.ogg?x=1#y",
  "https://пример.рф/запись.mp3",
  "https://8.8.8.8/a.mp3",
  "https://[2606:4700::1111]/a.mp3",
  "https://172.15.0.1/a",
  "https://172.32.0.1/a",
])("%s may be fetched", (address) => expect(may(address)).toBe(true));

test.each([
  "http://127.0.0.1/a",
  "http://127.1/a",
  "http://2130706433/a",
  "http://0x7f000001/a",
  "http://0177.0.0.1/a",
  "http://0x7f.1/a",
  "http://１２７.０.０.１/a",
  "http://127。0。0。1/a",
  "http://0/a",
  "http://0.0.0.0/a",
  "http://10.0.0.1/a",
  "http://100.64.0.1/a",
  "http://169.254.169.254/latest/meta-data/",
  "http://172.16.0.1/a",
  "http://172.31.255.255/a",
  "http://192.168.1.1/a",
  "http://198.18.0.1/a",
  "http://224.0.0.1/a",
  "http://255.255.255.255/a",
  "http://[::]/a",
  "http://[::1]/a",
  "http://[::ffff:127.0.0.1]/a",
  "http://[::127.0.0.1]/a",
  "http://[fe80::1]/a",
  "http://[fc00::1]/a",
  "http://[fd12:3456::1]/a",
  "http://[ff02::1]/a",
  "http://[64:ff9b::7f00:1]/a",
  "http://[2002:7f00:1::]/a",
  "http://[2001::1]/a",
  "http://[2001:db8::1]/a",
  "http://localhost/a",
  "http://LOCALHOST./a",
  "http://a.localhost/a",
  "http://printer.local/a",
  "http://metadata.google.internal/computeMetadata/v1/",
  "http://db.internal./a",
  "http://router.lan/a",
  "http://intranet/a",
  "http://127.0.0.1.nip.io/a",
  "http://user@files.org/a",
  "http://user:password@files.org/a",
  "http://files.org:22/a",
  "http://files.org:6379/a",
  "ftp://files.org/a",
  "file:///etc/passwd",
  "data:audio/ogg;base64,T2dnUw==",
  "javascript:alert(1)",
])("%s may not be fetched", (address) => expect(may(address)).toBe(false));

test("a host that the operator trusts may be fetched, on its port only, never with credentials", () => {
  expect(may("http://10.1.2.3:9000/a", ["10.1.2.3:9000"])).toBe(true);
  expect(may("http://10.1.2.3:9001/a", ["10.1.2.3:9000"])).toBe(false);
  expect(may("http://u:p@10.1.2.3:9000/a", ["10.1.2.3:9000"])).toBe(false);
});
