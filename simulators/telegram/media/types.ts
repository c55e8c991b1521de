import { extname } from "node:path";

const TYPES: Record<string, string> = {
  ".oga": "audio/ogg",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".aac": "audio/aac",
  ".wav": "audio/x-wav",
  ".flac": "audio/flac",
  ".weba": "audio/webm",
  ".mp4": "video/mp4",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".mkv": "video/x-matroska",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".heic": "image/heic",
  ".pdf": "application/pdf",
  ".txt": "text/plain",
  ".srt": "application/x-subrip",
  ".vtt": "text/vtt",
  ".json": "application/json",
  ".zip": "application/zip",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};
const USUAL: Record<string, string> = {
  voice: "audio/ogg",
  audio: "audio/mpeg",
  video: "video/mp4",
  animation: "video/mp4",
};

/** The type Telegram states for a name, or the usual one of the kind. */
export function guessType(name: string | undefined, kind: string): string {
  return TYPES[extname(name ?? "").toLowerCase()] ?? USUAL[kind] ?? "application/octet-stream";
}
