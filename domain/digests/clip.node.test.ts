import { expect, test } from "vitest";
import { hearRuler, makeRuler } from "../../tests/makers/ruler.ts";
import { RULER_KINDS } from "../../tests/makers/ruler-kinds.ts";
import { cutPart } from "../media/cut-part.ts";
import { indexAudio } from "../media/index-audio.ts";
import { planCuts } from "../media/plan-cuts.ts";
import { memorySource } from "../media/source.ts";
import { clipPart } from "./clip.ts";

const POLICY = {
  targetSeconds: 20,
  maxSeconds: 1_400,
  maxBytes: 25 * 2 ** 20,
  overlapSeconds: 1.5,
  windowSeconds: 3,
};

/** One kind of each way of cutting; all of them are cut in domain/media/cut-matrix.node.test.ts. */
const KINDS = ["ogg opus 20 ms", "mp3 vbr", "m4a index last", "webm opus", "wav pcm16", "flac"];

test.each(KINDS)(
  "%s: a clip holds exactly its seconds, also across the seam of two parts, and at both ends",
  async (name) => {
    const kind = RULER_KINDS[name];
    if (!kind) throw new Error(`no ruler ${name}`);
    const source = memorySource(await makeRuler({ ...kind, seconds: 42 }));
    const plans = planCuts(await indexAudio(source, POLICY), POLICY);
    expect(plans.length).toBeGreaterThan(1);
    for (const [from, to] of [
      [3, 13],
      [14, 30],
      [31, 42],
    ] as const) {
      const plan = clipPart(plans, { transcriptId: "trn_a", from, to });
      if (!plan) throw new Error("no plan");
      const clip = await cutPart(source, plan);
      const heard = await hearRuler(clip.bytes);
      expect(heard.complaints).toEqual([]);
      const whole = heard.spoken
        .map(({ second }) => second)
        .filter((second) => second >= from && second < to);
      expect(whole).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
      expect(clip.durationSeconds).toBeLessThan(to - from + 0.3);
    }
  },
);
