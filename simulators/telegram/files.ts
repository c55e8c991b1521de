import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Medium } from "./wire.ts";

export type FileKind = Medium | "photo" | "thumbnail";

/** A file that Telegram holds. */
export interface FileRecord {
  id: string;
  uniqueId: string;
  kind: FileKind;
  /** What getFile answers: `voice/file_12.oga`. */
  path: string;
  /** Bytes by claim; what is stored may be another number when a test lies about it. */
  size: number;
  /** SHA-256 of the content, its name in the store. */
  hash: string;
  name?: string;
  mime?: string;
  /** Duration, dimensions and the like, as the message shows them. */
  about: Record<string, unknown>;
  /** The download link works until then; milliseconds since the epoch. */
  linkUntil?: number;
}

export interface Files {
  put(
    kind: FileKind,
    bytes: Uint8Array,
    facts?: {
      name?: string | undefined;
      mime?: string | undefined;
      size?: number;
      about?: Record<string, unknown>;
    },
  ): FileRecord;
  find(fileId: string): FileRecord | undefined;
  findPath(path: string): FileRecord | undefined;
  read(record: FileRecord): Buffer;
  all(): FileRecord[];
  restore(records: FileRecord[]): void;
}

/** Folder and extension by kind (contract: `voice/file_12.oga`, `music/file_3.mp3`, …). */
const PLACES: Record<FileKind, [folder: string, extension: string]> = {
  voice: ["voice", ".oga"],
  audio: ["music", ".mp3"],
  video: ["videos", ".mp4"],
  video_note: ["video_notes", ".mp4"],
  document: ["documents", ""],
  animation: ["animations", ".mp4"],
  photo: ["photos", ".jpg"],
  thumbnail: ["thumbnails", ".jpg"],
};

/** The bot's view of Telegram's storage. Contents lie in `directory`, once per content. */
export function makeFiles(directory: string): Files {
  mkdirSync(directory, { recursive: true });
  const byId = new Map<string, FileRecord>();
  const byPath = new Map<string, FileRecord>();
  const keep = (record: FileRecord) => {
    byId.set(record.id, record);
    byPath.set(record.path, record);
  };
  return {
    put(kind, bytes, { name, mime, size, about = {} } = {}) {
      const digest = createHash("sha256").update(bytes).digest();
      const hash = digest.toString("hex");
      const place = join(directory, hash);
      if (!existsSync(place)) writeFileSync(place, bytes);
      const [folder, usual] = PLACES[kind];
      const own = extname(name ?? "").toLowerCase();
      const extension = kind === "voice" || kind === "photo" || !/^\.[a-z0-9]{1,8}$/.test(own) ? usual : own;
      const record: FileRecord = {
        id: `AgAC${randomBytes(48).toString("base64url")}`,
        uniqueId: `AQAD${digest.subarray(0, 9).toString("base64url")}`,
        kind,
        path: `${folder}/file_${byId.size}${extension}`,
        size: size ?? bytes.length,
        hash,
        ...(name && { name }),
        ...(mime && { mime }),
        about,
      };
      keep(record);
      return record;
    },
    find: (fileId) => byId.get(fileId),
    findPath: (path) => byPath.get(path),
    read: (record) => readFileSync(join(directory, record.hash)),
    all: () => [...byId.values()],
    restore: (records) => records.forEach(keep),
  };
}
