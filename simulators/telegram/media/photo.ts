interface Picture {
  bytes: Uint8Array;
  width: number;
  height: number;
}

/** Longest sides of the sizes Telegram makes: s, m, x, y (core.telegram.org/api/files#image-thumbnail-types). */
const SIDES = [90, 320, 800, 1280];
const QUALITY = 87;

/**
 * The JPEGs that Telegram makes of a photo, ascending, turned upright and without what the camera wrote into it.
 * Nothing where the bytes are no picture.
 */
export async function makePhotoSizes(
  bytes: Uint8Array,
): Promise<{ original: { width: number; height: number }; pictures: Picture[] } | undefined> {
  const { default: sharp } = await import("sharp");
  try {
    const image = sharp(bytes, { failOn: "error" }).rotate();
    const { autoOrient } = await image.metadata();
    const { width, height } = autoOrient;
    const longest = Math.max(width, height);
    const sides = [...SIDES.filter((side) => side < longest), Math.min(longest, SIDES.at(-1) ?? longest)];
    const pictures: Picture[] = [];
    for (const side of new Set(sides)) {
      const { data, info } = await image
        .clone()
        .resize(side, side, { fit: "inside" })
        .flatten({ background: "#fff" })
        .jpeg({ quality: QUALITY })
        .toBuffer({ resolveWithObject: true });
      pictures.push({ bytes: data, width: info.width, height: info.height });
    }
    return { original: { width, height }, pictures };
  } catch {
    return undefined;
  }
}
