import { readAudioConfig } from "../codecs/aac.ts";
import { readElementaryDescriptor } from "../mp4/entry.ts";
import type { Codec } from "../reader.ts";
import { hasText } from "../sniff.ts";

/** What the magic cookie of a CAF tells our writers; null for formats that cannot be cut. */
export function readCookie(
  format: string,
  cookie: Uint8Array,
  channels: number,
): { codec: Codec; setup: Uint8Array } | null {
  if (format === "opus") return { codec: "opus", setup: plainOpusHead(channels) };
  if (format === "alac") {
    // Older files wrap the 24 bytes in `frma` and `alac` atoms.
    const setup = hasText(cookie, 4, "frma") ? cookie.slice(24, 48) : cookie.slice(0, 24);
    return setup.length === 24 ? { codec: "alac", setup } : null;
  }
  if (format === "aac ") {
    const config = readElementaryDescriptor(cookie);
    return config && readAudioConfig(config.specific) ? { codec: "aac", setup: config.specific } : null;
  }
  return null;
}

/** OpusHead (RFC 7845 §5.1) for one or two channels; the writer fills in the pre-skip. */
function plainOpusHead(channels: number): Uint8Array {
  const head = new Uint8Array(19);
  head.set([..."OpusHead"].map((letter) => letter.charCodeAt(0)));
  head[8] = 1;
  head[9] = Math.min(2, channels);
  new DataView(head.buffer).setUint32(12, 48_000, true);
  return head;
}
