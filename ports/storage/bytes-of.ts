import { inBlocks } from "../bodies/in-blocks.ts";
import type { Stored } from "./index.ts";

/** All bytes of a small object. Throws Unavailable("storage") when it breaks off or stalls on its way. */
export const bytesOf = async ({ body, length }: Stored): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(inBlocks(body, "storage", length)).arrayBuffer());
