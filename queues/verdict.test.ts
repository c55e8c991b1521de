import { NeonDbError } from "@neondatabase/serverless";
import { expect, test } from "vitest";
import { Pending, Refused, Throttled, Unavailable } from "../ports/errors.ts";
import { judge } from "./verdict.ts";

const now = new Date("2026-11-21T12:00:00Z");
const job = { attempts: 1, faults: 0, patientSince: now };
const PATIENCE = 3600;

test("what the user must mend is given up at once, and is nobody's dead letter", () => {
  expect(judge(new Refused("not-media"), job, now, PATIENCE)).toEqual({ reason: "not-media", dead: false });
});

test("a vendor is waited for as long as it asks, or ever longer, up to two minutes", () => {
  const wait = (attempts: number, asked: number) =>
    judge(new Unavailable("speech", asked), { ...job, attempts }, now, PATIENCE);
  expect(wait(1, 30)).toEqual({ seconds: 30, fault: false });
  expect(wait(5, 1)).toEqual({ seconds: 32, fault: false });
  expect(wait(50, 1)).toEqual({ seconds: 120, fault: false });
  expect(wait(1, 600)).toEqual({ seconds: 600, fault: false });
});

test("who names a moment is asked again at that moment, however often", () => {
  for (const error of [new Throttled("speech", 3), new Pending("speech", 3)])
    expect(judge(error, { ...job, attempts: 50 }, now, PATIENCE)).toEqual({ seconds: 3, fault: false });
});

test("patience ends, and the one who was away is named", () => {
  const since = new Date(now.getTime() - PATIENCE * 1000);
  expect(judge(new Unavailable("speech", 1), { ...job, patientSince: since }, now, PATIENCE)).toEqual({
    reason: "speech-down",
    dead: true,
  });
});

test("a bug is tried three times in all", () => {
  const fault = (faults: number) => judge(new TypeError("x"), { ...job, faults }, now, PATIENCE);
  expect([fault(0), fault(1), fault(2)]).toEqual([
    { seconds: 10, fault: true },
    { seconds: 20, fault: true },
    { reason: "fault", dead: true },
  ]);
});

test("coins that went elsewhere meanwhile are no fault: the step looks again", () => {
  const gone = Object.assign(new NeonDbError("not enough coins"), { code: "AI002" });
  expect(judge(gone, { ...job, faults: 2 }, now, PATIENCE)).toEqual({ seconds: 1, fault: false });
});
