import type { ByteSource } from "../source.ts";

/** A box (ISO/IEC 14496-12 §4.2): `start` and `end` bound its payload in the file. */
export interface Box {
  type: string;
  /** Position of the box itself. */
  at: number;
  start: number;
  /** As claimed; may lie behind the file's end. */
  end: number;
}

/** A container with more children than this is broken; real movies have a few hundred top-level fragments an hour. */
const MAX_BOXES = 200_000;

/** Yields the boxes between `start` and `end`, reading only their heads. */
export async function* boxesOf(source: ByteSource, start: number, end: number): AsyncGenerator<Box> {
  let at = start;
  for (let count = 0; count < MAX_BOXES && at + 8 <= end; count += 1) {
    const head = await source.read(at, Math.min(at + 16, source.size));
    if (head.length < 8) return;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    let size = view.getUint32(0);
    let headBytes = 8;
    if (size === 1) {
      if (head.length < 16) return;
      size = view.getUint32(8) * 2 ** 32 + view.getUint32(12);
      headBytes = 16;
    }
    if (size === 0) size = end - at;
    // QuickTime ends some lists with a zero; anything shorter than its own head is broken.
    if (size < headBytes) return;
    yield { type: textOf(head, 4), at, start: at + headBytes, end: at + size };
    at += size;
  }
}

export async function findBox(source: ByteSource, parent: Box, ...path: string[]): Promise<Box | null> {
  let box: Box | null = parent;
  for (const type of path) {
    const inside: Box = box;
    box = null;
    for await (const child of boxesOf(source, inside.start, Math.min(inside.end, source.size))) {
      if (child.type !== type) continue;
      box = child;
      break;
    }
    if (!box) return null;
  }
  return box;
}

/** Reads a whole payload that is expected to be small; null when it is not there or larger than `most`. */
export async function readPayload(
  source: ByteSource,
  box: Box | null,
  most: number,
): Promise<DataView | null> {
  if (!box || box.end > source.size || box.end - box.start > most) return null;
  const bytes = await source.read(box.start, box.end);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function textOf(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Boxes inside bytes already read, as [type, payload]. */
export function childrenOf(bytes: Uint8Array): [string, Uint8Array][] {
  const children: [string, Uint8Array][] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > bytes.length) break;
    children.push([textOf(bytes, at + 4), bytes.subarray(at + 8, at + size)]);
    at += size;
  }
  return children;
}
