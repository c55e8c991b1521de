import { advanceImage, DRAWING, type Image, keepDrawn, noteImage } from "../../domain/images/index.ts";
import type { DrawVerdict } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, skip } from "../step.ts";
import { failWith } from "./fail.ts";
import { drawnLater } from "./poll.ts";
import { showImage } from "./status.ts";

/**
 * What follows from the vendor's word about pictures, whether it came by webhook or was asked for. An order that has ended
 * stays as it ended; the same word twice changes nothing the second time.
 */
export function concludeImage(ports: Ports, image: Image, verdict: DrawVerdict, requestId: string): Outcome {
  const { db, clock } = ports;
  const { id, state } = image;
  const now = clock.now();
  if (!DRAWING.includes(state)) return skip(`already ${state}`);
  if (state === "drawn") return skip("its pictures are on their way");
  switch (verdict.is) {
    case "failed":
      return failWith(ports, id, verdict.reason);
    case "drawn": {
      const { pictures, seed } = verdict;
      return {
        did: `drawn: ${pictures.length}`,
        changes: keepDrawn(db, image, { pictures, seed, requestId }, now),
        next: [drawnLater(id)],
        afterwards: () => showImage(ports, id),
      };
    }
    case "untold":
      return {
        did: "finished, but the result has to be fetched",
        changes: [
          advanceImage(db, id, "drawing", { requestId, askAfter: now }, now),
          noteImage(db, id, { requestId, askAfter: now }, now),
        ],
        next: [
          {
            kind: "images.poll",
            payload: { imageId: id, follows: false },
            key: `poll:${id}:${requestId}:untold`,
          },
        ],
      };
  }
}
