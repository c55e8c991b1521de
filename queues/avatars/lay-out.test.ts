import { expect, test } from "vitest";
import { divide } from "./lay-out.ts";

const some = (count: number, source: "photo" | "document") =>
  Array.from({ length: count }, (_, i) => ({ id: `${source}${i}`, source, fileId: `${source} ${i}` }));

test.each([
  [12, 0, [6, 6]],
  [20, 0, [10, 10]],
  [10, 1, [10, 1]],
  [0, 11, [6, 5]],
  [3, 7, [3, 7]],
  [0, 0, []],
])(
  "%i photos and %i files make albums of %j: no kind beside the other, none lost",
  (photos, files, sizes) => {
    const all = [...some(files, "document"), ...some(photos, "photo")];
    const albums = divide(all);
    expect(albums.map(({ length }) => length)).toEqual(sizes);
    expect(albums.every((album) => new Set(album.map(({ kind }) => kind)).size === 1)).toBe(true);
    expect(
      albums
        .flat()
        .map(({ fileId }) => fileId)
        .sort(),
    ).toEqual(all.map(({ fileId }) => fileId).sort());
  },
);
