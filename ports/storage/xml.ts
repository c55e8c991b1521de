/** The few elements of S3's XML that we read. Servers differ in order and namespaces, so elements are looked up by name. */

const texts = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`, "g"))].map(([, text]) =>
    decodeEntities(text ?? ""),
  );

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? whole;
  });

/** The code of an error answer: "NoSuchBucket", "SignatureDoesNotMatch", … Empty when the body is not S3's. */
export const readProblem = (xml: string): string => texts(xml, "Code")[0] ?? "";

/** The name under which parts are written, from the answer that began them. */
export const readWriting = (xml: string): string | undefined => texts(xml, "UploadId")[0];

/** A text as it stands between tags. */
export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** One page of ListObjectsV2, asked with `encoding-type=url`; `next` continues it. */
export function readListing(xml: string): {
  objects: { key: string; length: number; etag: string }[];
  next: string | undefined;
} {
  const encoded = texts(xml, "EncodingType")[0] === "url";
  const objects = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, entry = ""]) => {
    const key = texts(entry, "Key")[0] ?? "";
    return {
      key: encoded ? decodeURIComponent(key.replaceAll("+", " ")) : key,
      length: Number(texts(entry, "Size")[0]),
      etag: (texts(entry, "ETag")[0] ?? "").replaceAll('"', ""),
    };
  });
  const more = texts(xml, "IsTruncated")[0] === "true";
  return { objects, next: more ? texts(xml, "NextContinuationToken")[0] : undefined };
}
