import { translator } from "../../views/translate.ts";
import { type UploadPage, uploadPage } from "../../views/upload-page.ts";
import type { Visit } from "../visit.ts";
import { openLink } from "./answer.ts";
import { STYLE } from "./style.ts";
import { runUploader } from "./uploader.ts";

/** Everything the page does is in its own two files, and its bytes go to the store and nowhere else. */
const policy = (stores: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src data:",
    `connect-src 'self' ${stores.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

const SAFE = {
  // The address holds the right to upload: no server that is asked afterwards may learn it.
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** `GET /upload/<token>`: the personal page for one recording, in its owner's language. */
export async function showUpload(token: string, { ports }: Visit): Promise<Response> {
  const opened = await openLink(ports, token);
  if (!opened) return new Response("not found", { status: 404, headers: SAFE });
  const { state, found } = opened;
  const { upload, owner } = found;
  const page: UploadPage = {
    state,
    locale: owner.locale,
    megabytes: ports.env.UPLOAD_MAX_MB,
    begun: state === "open" && upload.writing !== null ? upload.name : null,
  };
  return new Response(uploadPage(page, translator(owner.locale)), {
    status: state === "expired" ? 410 : 200,
    headers: {
      ...SAFE,
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": policy(ports.storage.publicUrls.map((url) => new URL(url).origin)),
    },
  });
}

/** The bundler names functions by a helper of its own, which a browser does not have. */
const SCRIPT = `const __name = (target) => target;\n(${runUploader})();\n`;

const file = (body: string, type: string) => (): Response =>
  new Response(body, {
    headers: { ...SAFE, "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" },
  });

export const sendScript = file(SCRIPT, "text/javascript");
export const sendStyle = file(STYLE, "text/css");
