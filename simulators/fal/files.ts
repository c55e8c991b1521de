import { randomBytes } from "node:crypto";

export interface StoredFile {
  bytes: Buffer;
  type: string;
}

/** A file as FAL's outputs name it. */
export interface FileLink {
  url: string;
  content_type: string;
  file_name: string;
  file_size: number;
}

/** The vendor's CDN: files by path, readable by anyone who knows it. */
export interface Files {
  put(name: string, type: string, bytes: Buffer): FileLink;
  get(path: string): StoredFile | undefined;
  /** Promises a place to upload to. */
  reserve(name: string, type: string): { uploadPath: string; fileUrl: string };
  /** Bytes of an upload, or of its part `n`. False where the place was never promised. */
  upload(path: string, bytes: Buffer, part?: number): boolean;
  /** Joins the parts. False where one of them is missing. */
  complete(path: string, parts: number[]): boolean;
}

interface Upload {
  filePath: string;
  type: string;
  parts: Map<number, Buffer>;
}

export function makeFiles(origin: () => string): Files {
  const files = new Map<string, StoredFile>();
  const uploads = new Map<string, Upload>();
  const place = (name: string) => {
    const safe = name.replace(/[^\w.-]+/g, "_").slice(-100) || "file";
    return `/files/b/${randomBytes(12).toString("hex")}/${safe}`;
  };
  return {
    put(name, type, bytes) {
      const path = place(name);
      files.set(path, { bytes, type });
      return { url: origin() + path, content_type: type, file_name: name, file_size: bytes.length };
    },
    get: (path) => files.get(path),
    reserve(name, type) {
      const uploadPath = `/storage/put/${randomBytes(12).toString("hex")}`;
      const filePath = place(name);
      uploads.set(uploadPath, { filePath, type, parts: new Map() });
      return { uploadPath, fileUrl: origin() + filePath };
    },
    upload(path, bytes, part) {
      const upload = uploads.get(path);
      if (!upload) return false;
      if (part === undefined) files.set(upload.filePath, { bytes, type: upload.type });
      else upload.parts.set(part, bytes);
      return true;
    },
    complete(path, parts) {
      const upload = uploads.get(path);
      const pieces = parts.map((n) => upload?.parts.get(n));
      if (!upload || pieces.some((piece) => piece === undefined)) return false;
      const bytes = Buffer.concat(pieces.filter((piece) => piece !== undefined));
      files.set(upload.filePath, { bytes, type: upload.type });
      return true;
    },
  };
}
