import type { Api } from "grammy";
import { fetchFile } from "../bodies/fetch-file.ts";
import { Unavailable } from "../errors.ts";
import { fromTelegram, isAbout } from "./errors.ts";
import type { Telegram } from "./telegram.ts";

/** Files that people have sent. */
export const downloading = (
  api: Api,
  { token, apiRoot, fileRoot }: { token: string; apiRoot: string; fileRoot?: string | undefined },
): Pick<Telegram, "locate" | "download"> => ({
  async locate(fileId) {
    try {
      const { file_path } = await fromTelegram(api.getFile(fileId));
      return file_path ? { path: file_path } : null;
    } catch (error) {
      if (isAbout(error, "invalid file_id", "wrong file_id", "temporarily unavailable")) return null;
      throw error;
    }
  },

  async download(path) {
    const response = await fetchFile(fileAddress(path, token, apiRoot, fileRoot), "telegram");
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Unavailable("telegram", Number(response.headers.get("retry-after")) || 5);
  },
});

/**
 * Where a file is downloaded. A local Bot API server with --local answers absolute paths on its own disk,
 * `<directory>/<token>/documents/…`, and serves none of them: another server has to, from that directory.
 */
export function fileAddress(path: string, token: string, apiRoot: string, fileRoot?: string): string {
  if (!path.startsWith("/")) return `${apiRoot}/file/bot${token}/${path}`;
  if (!fileRoot)
    throw new Error(
      "the Bot API server runs with --local: TELEGRAM_FILE_ROOT must name who serves its files",
    );
  const home = path.indexOf(`/${token}/`);
  const inside = home < 0 ? path.slice(1) : path.slice(home + 1);
  return `${fileRoot.replace(/\/$/, "")}/${inside.split("/").map(encodeURIComponent).join("/")}`;
}
