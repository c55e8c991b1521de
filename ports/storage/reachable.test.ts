import { expect, test } from "vitest";
import { isReachableFromOutside } from "./reachable.ts";

test.each([
  ["https://abc.r2.cloudflarestorage.com", true],
  ["https://files.example.com:9000/x", true],
  ["http://203.0.113.7:9000", true],
  ["http://127.0.0.1:8787/cdn-cgi/local/r2/s3", false],
  ["http://localhost:9000", false],
  ["http://minio:9000", false],
  ["http://192.168.1.5:9000", false],
  ["http://172.20.0.2:9000", false],
  ["http://nas.local", false],
  ["http://[::1]:9000", false],
])("%s can be reached by a vendor: %s", (address, reachable) => {
  expect(isReachableFromOutside(address)).toBe(reachable);
});
