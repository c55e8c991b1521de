import sharp, { type Sharp } from "sharp";

/** A picture with shapes of every size, another one for each seed: sharp, of middling light, like no other. */
export function scene(seed: number, width = 1280, height = 960): Sharp {
  let state = seed * 2654435761 + 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const shapes = Array.from({ length: 60 }, () => {
    const [x, y, r] = [next() * width, next() * height, 8 + next() * next() * 250];
    const colour = `rgb(${[next(), next(), next()].map((one) => Math.floor(one * 255)).join(",")})`;
    return `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}"/>
      <path d="M${y} ${x} l${r} ${r / 3} l${-r / 2} ${r}" stroke="${colour}" stroke-width="3" fill="none"/>`;
  });
  return sharp(
    Buffer.from(
      `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#776"/>${shapes.join("")}</svg>`,
    ),
  );
}

/** So many different photos, as a phone would send them. */
export const makePhotos = (count: number, from = 100): Promise<Uint8Array[]> =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      scene(from + i, 900, 1100)
        .jpeg({ quality: 85 })
        .toBuffer(),
    ),
  );
