import { fetchFile } from "../bodies/fetch-file.ts";
import { Refused, Unavailable } from "../errors.ts";
import { FalAnswered, type OpenClient, VENDOR_KEEPS_SECONDS } from "./client.ts";
import { FarFile, type OpenRange } from "./far-file.ts";

export interface FalFiles {
  /**
   * Puts a file into FAL's own storage, for FAL to read; beyond 90 MB in parts. Answers its address there, which anybody
   * who knows it can read, until FAL drops it after VENDOR_KEEPS_SECONDS. Throws what the file's own source throws.
   */
  upload(file: { name: string; type: string; length: number; openRange: OpenRange }): Promise<string>;
  /** The bytes that FAL has made. Null when the address is dead. */
  download(url: string): Promise<{ body: ReadableStream<Uint8Array>; length: number; type: string } | null>;
}

const WAIT_SECONDS = 15;

/** FAL's file storage: uploads through its client, downloads from the addresses that its outputs name. */
export function openFalFiles(open: OpenClient): FalFiles {
  const away = (cause: unknown): never => {
    throw new Unavailable("fal", WAIT_SECONDS, cause);
  };
  return {
    async upload({ name, type, length, openRange }) {
      const file = new FarFile(name, type, length, openRange);
      try {
        const { storage } = await open();
        return await storage.upload(file as unknown as Blob, {
          lifecycle: { expiresIn: VENDOR_KEEPS_SECONDS },
        });
      } catch (error) {
        const trouble = file.trouble();
        if (trouble !== undefined) throw trouble;
        const refused = error instanceof FalAnswered && (error.status === 401 || error.status === 403);
        if (refused) throw new Refused("fal-key", error);
        return away(error);
      }
    },

    async download(url) {
      const response = await fetchFile(url, "fal");
      if (response.status === 404 || response.status === 410 || response.status === 403) {
        await response.body?.cancel();
        return null;
      }
      const length = Number(response.headers.get("content-length"));
      if (!response.ok || !response.body || !(length > 0)) {
        await response.body?.cancel();
        return away(new Error(`fal's file answered ${response.status}`));
      }
      return {
        body: response.body as ReadableStream<Uint8Array>,
        length,
        type: response.headers.get("content-type") ?? "application/octet-stream",
      };
    },
  };
}
