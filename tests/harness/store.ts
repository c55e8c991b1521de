import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** The buckets of an unconfigured house (ports/env.ts). */
export const BUCKETS = { transcripts: "aisha-v2-transcripts", avatars: "aisha-v2-avatars" };

/** The key pair that the local store knows. */
export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local-secret" };

export interface LocalStore {
  /** Endpoint; buckets come after it. */
  url: string;
  close(): Promise<void>;
}

/** Miniflare's S3 endpoint over local R2 with both buckets, in a process of its own. It checks signatures. */
export async function startStore(directory: string): Promise<LocalStore> {
  const store = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      modules: true,
      script: "export default { fetch: () => new Response() }",
      compatibilityDate: "2026-10-20",
      r2Buckets: Object.fromEntries(
        Object.entries(BUCKETS).map(([name, id]) => [name, { id, s3Credentials: CREDENTIALS }]),
      ),
      resourcePersistencePath: directory,
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  const { origin } = await store.ready;
  return { url: `${origin}/cdn-cgi/local/r2/s3`, close: () => store.dispose() };
}
