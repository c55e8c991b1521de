/** What a file's first bytes say it is. Names and MIME types are only claims. */
export type ImageKind = "jpeg" | "png" | "webp" | "heic" | "avif" | "gif" | "bmp" | "tiff" | "unknown";

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** HEIF's brands (ISO 23008-12, annex B): what iPhones write. AV1 pictures share the container. */
const HEIC_BRANDS = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"];

/** The kind of picture, by its magic bytes. 16 of them are enough. */
export function sniffImage(head: Uint8Array): ImageKind {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "jpeg";
  if (text(head, 0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(head, 0, 4) === "RIFF" && text(head, 8, 12) === "WEBP") return "webp";
  if (text(head, 4, 8) === "ftyp") {
    const brand = text(head, 8, 12);
    if (HEIC_BRANDS.includes(brand)) return "heic";
    if (brand === "avif" || brand === "avis") return "avif";
  }
  if (/^GIF8[79]a$/.test(text(head, 0, 6))) return "gif";
  if (text(head, 0, 2) === "BM") return "bmp";
  if (["II*\0", "MM\0*"].includes(text(head, 0, 4))) return "tiff";
  return "unknown";
}
