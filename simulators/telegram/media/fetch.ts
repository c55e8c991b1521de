import { refused } from "../errors.ts";

/** Telegram fetches files by address up to 20 MB, photos up to 5 MB (core.telegram.org/bots/api#sending-files). */
const BYTES = { photo: 5 * 2 ** 20, other: 20 * 2 ** 20 };
const FETCH_MS = 20_000;

/** The file at an address that the bot gave. Throws ApiError 400. */
export async function fetchByUrl(
  address: string,
  kind: string,
): Promise<{ bytes: Uint8Array; name: string; mime: string | undefined }> {
  const response = await fetch(address, { signal: AbortSignal.timeout(FETCH_MS) }).catch(() => undefined);
  if (!response?.ok) throw refused("failed to get HTTP URL content");
  const bytes = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get("content-type")?.split(";")[0];
  if (bytes.length > (kind === "photo" ? BYTES.photo : BYTES.other)) throw refused("file is too big");
  if (type === "text/html") throw refused("wrong type of the web page content");
  const name = decodeURIComponent(new URL(address).pathname.split("/").at(-1) ?? "") || "file";
  return { bytes, name, mime: type };
}
