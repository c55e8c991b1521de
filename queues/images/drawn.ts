import { findImage, type Image, listPictures, notePicture, type Picture } from "../../domain/images/index.ts";
import { testPicture } from "../../domain/images/test-picture.ts";
import { HEAD_BYTES, inspectImage, LOOK_BYTES } from "../../domain/media/images/inspect.ts";
import { TAIL_BYTES } from "../../domain/media/images/whole.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { watchStream } from "../avatars/watch-stream.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { failWith, giveUpImage, IMAGE_PATIENCE_SECONDS } from "./fail.ts";

/** A drawn picture has one or two megabytes, an enlarged one some more; nothing ordered here is larger. */
const PICTURE_BYTES = 50 * 2 ** 20;
/** Mean luma of 255: what the safety checker leaves is black, also where it does not say so. */
const BLACK = 1;

/** Brings the pictures home, one at a time: the vendor's links die. Only what is home is shown, and paid for. */
export const drawn: Step<"images.drawn"> = {
  async run(ports, job): Promise<Outcome> {
    const { db } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    const { image } = found;
    if (image.state !== "drawn") return skip(`already ${image.state}`);
    const results: Result[] = [];
    for (const picture of await listPictures(db, image.id))
      results.push(await bringHome(ports, image, picture));
    const kept = results.filter((result) => result === "kept").length;
    if (kept === 0) return failWith(ports, image.id, results.includes("nsfw") ? "nsfw" : "fal-broken");
    return {
      did: `brought ${kept} of ${image.count} home`,
      next: [{ kind: "images.deliver", payload: { imageId: image.id }, key: `deliver:${image.id}` }],
    };
  },
  giveUp: giveUpImage,
  carries: true,
  patienceSeconds: () => IMAGE_PATIENCE_SECONDS,
};

type Result = "kept" | "nsfw" | "gone";

/** FAL → storage, streamed; what came is looked at on the way. Committed at once: a later fault does not undo it. */
async function bringHome(ports: Ports, image: Image, picture: Picture): Promise<Result> {
  const { db, storage } = ports;
  if (picture.isNsfw) return "nsfw";
  if (picture.storageKey !== null) return "kept";
  const file = await openPicture(ports, image, picture);
  if (!file) return "gone";
  if (file.length > PICTURE_BYTES) {
    await file.body.cancel();
    return "gone";
  }
  const { length, type } = file;
  const { stream, seen } = watchStream(file.body, {
    head: HEAD_BYTES,
    tail: TAIL_BYTES,
    whole: length <= LOOK_BYTES ? length : 0,
  });
  const storageKey = `images/${image.userId}/${image.id}/${picture.id}`;
  await storage.put("avatars", storageKey, stream, { length, type });
  const { head, tail, bytes } = await seen;
  const report = await inspectImage({ head, tail, length, bytes });
  const isBlack = typeof report !== "string" && report.brightness !== null && report.brightness < BLACK;
  if (typeof report === "string" || isBlack) {
    await storage.remove("avatars", [storageKey]);
    if (!isBlack) return "gone";
    await commit(db, [notePicture(db, picture.id, { isNsfw: true })]);
    return "nsfw";
  }
  const { kind, width, height } = report;
  await commit(db, [notePicture(db, picture.id, { storageKey, kind, bytes: length, width, height })]);
  return "kept";
}

/** The vendor's picture, or in test mode one that says what it is. Null when it is not there. */
async function openPicture({ fal }: Ports, image: Image, { vendorUrl, position }: Picture) {
  if (!image.isTest) return fal.files.download(vendorUrl);
  const bytes = await testPicture({ width: image.width ?? 1024, height: image.height ?? 1024 }, position);
  const body = new Response(bytes).body as ReadableStream<Uint8Array>;
  return { body, length: bytes.length, type: "image/png" };
}
