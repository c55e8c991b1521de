/** A text in a one-byte encoding, by what the platform's own decoder makes of each byte. Throws where a letter has no byte. */
export function encode(text: string, label: string, replace: Record<string, string> = {}): Uint8Array {
  const bytes = new Map<string, number>();
  const decoder = new TextDecoder(label);
  for (let byte = 255; byte >= 0; byte--) bytes.set(decoder.decode(new Uint8Array([byte])), byte);
  for (const [letter, stead] of Object.entries(replace)) bytes.set(letter, bytes.get(stead) ?? 0);
  return Uint8Array.from([...text], (letter) => {
    const byte = bytes.get(letter);
    if (byte === undefined) throw new Error(`${label} has no ${letter}`);
    return byte;
  });
}

/** KZ-1048 by its differences from windows-1251 (IANA charset registration). */
export const KAZAKH_BYTES: Record<string, string> = {
  Қ: "Ќ",
  қ: "ќ",
  Һ: "Ћ",
  һ: "ћ",
  Ұ: "Ў",
  ұ: "ў",
  Ә: "Ј",
  ә: "ј",
  Ө: "Ґ",
  ө: "ґ",
  Ғ: "Є",
  ғ: "є",
  Ү: "Ї",
  ү: "ї",
  Ң: "Ѕ",
  ң: "ѕ",
};

export function encodeUtf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

/** An archive of one packed entry, whose claimed sizes and bytes a test may spoil. */
export async function packOne(name: string, content: Uint8Array, method: 0 | 8 = 8): Promise<Uint8Array> {
  const packed =
    method === 0
      ? content
      : new Uint8Array(
          await new Response(
            new Response(content as Uint8Array<ArrayBuffer>).body?.pipeThrough(
              new CompressionStream("deflate-raw"),
            ),
          ).arrayBuffer(),
        );
  const path = new TextEncoder().encode(name);
  const numbers = (...fields: [bytes: 2 | 4, value: number][]) =>
    fields.flatMap(([bytes, value]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255));
  const common = numbers(
    [2, 20],
    [2, 0],
    [2, method],
    [4, 0],
    [4, 0],
    [4, packed.length],
    [4, content.length],
    [2, path.length],
  );
  const local = [...numbers([4, 0x04034b50]), ...common, ...numbers([2, 0]), ...path];
  const entry = [...numbers([4, 0x02014b50], [2, 20]), ...common];
  const central = [...entry, ...numbers([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, 0]), ...path];
  const end = numbers(
    [4, 0x06054b50],
    [4, 0],
    [2, 1],
    [2, 1],
    [4, central.length],
    [4, local.length + packed.length],
    [2, 0],
  );
  const zip = new Uint8Array(local.length + packed.length + central.length + end.length);
  zip.set(local);
  zip.set(packed, local.length);
  zip.set(central, local.length + packed.length);
  zip.set(end, local.length + packed.length + central.length);
  return zip;
}
