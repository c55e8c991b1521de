import type { PhotoFailure } from "../../domain/avatars/index.ts";
import type { ImageReport } from "../../domain/media/images/inspect.ts";
import type { Ports } from "../../ports/index.ts";

/** How many photos this installation wants. */
export const photoLimits = ({ env }: Pick<Ports, "env">) => ({
  least: env.AVATAR_PHOTOS_LEAST,
  most: env.AVATAR_PHOTOS_MOST,
});

/** Trainers work at 512 to 1024 pixels; less would be blown up. */
const SHORT_SIDE = 512;
/** Mean luma of 255: outside of these a face has no shape any more. */
const DARK = 25;
const BRIGHT = 242;
/** Measured: sharp photos have 0.05 to 0.5, one blurred over twelve pixels less than 0.01. */
const BLURRED = 0.01;

/** What a photo's own pixels say against it; null when nothing. Light and blur are a style's own affair. */
export function judgePhoto(report: ImageReport, isStyle: boolean): PhotoFailure | null {
  const { width, height, brightness, sharpness } = report;
  if (Math.min(width, height) < SHORT_SIDE) return "too-small";
  if (isStyle) return null;
  if (brightness !== null && brightness < DARK) return "too-dark";
  if (brightness !== null && brightness > BRIGHT) return "too-bright";
  return sharpness !== null && sharpness < BLURRED ? "blurred" : null;
}
