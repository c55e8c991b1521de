import { cutPart } from "../domain/media/cut-part.ts";
import { indexAudio } from "../domain/media/index-audio.ts";
import { encodeOutline } from "../domain/media/outline.ts";
import { type CutPolicy, type PartPlan, planCuts } from "../domain/media/plan-cuts.ts";
import { type ByteSource, fillFrom } from "../domain/media/source.ts";

/** What `bench/slicing.ts` asks: plan a recording that lies behind a URL, or cut one part of it. */
interface Task {
  url: string;
  size: number;
  policy: CutPolicy;
  plan?: PartPlan;
}

export default {
  async fetch(request: Request): Promise<Response> {
    const task = (await request.json()) as Task;
    const source = rangeSource(task.url, task.size);
    if (task.plan) {
      const part = await cutPart(source, task.plan);
      return Response.json({
        bytes: part.bytes.length,
        seconds: part.durationSeconds,
        read: source.bytesRead,
      });
    }
    const outline = await indexAudio(source, task.policy);
    return Response.json({
      seconds: outline.about.durationSeconds,
      outlineBytes: encodeOutline(outline).length,
      plans: planCuts(outline, task.policy),
      read: source.bytesRead,
    });
  },
};

/** A recording in storage, as the real worker reads it: by HTTP ranges. */
function rangeSource(url: string, size: number): ByteSource & { bytesRead: number } {
  return {
    size,
    bytesRead: 0,
    async read(start, end) {
      const response = await fetch(url, { headers: { range: `bytes=${start}-${end - 1}` } });
      const bytes = new Uint8Array(await response.arrayBuffer());
      this.bytesRead += bytes.length;
      return bytes;
    },
    async readInto(target, start) {
      const range = `bytes=${start}-${start + target.length - 1}`;
      const response = await fetch(url, { headers: { range } });
      this.bytesRead += target.length;
      if (!response.body) throw new Error("there is no body");
      return fillFrom(response.body, target);
    },
  };
}
