import { startNeonProxy } from "./index.ts";

/** The proxy by itself, for self-hosting: DATABASE_URL says where Postgres listens, HOST and PORT where we do. */
const postgresUrl = process.env.DATABASE_URL;
if (!postgresUrl) {
  console.error("DATABASE_URL is not set: it names the Postgres to stand before, postgresql://host:port/");
  process.exit(1);
}
const proxy = await startNeonProxy({
  postgresUrl,
  host: process.env.HOST ?? "0.0.0.0",
  port: Number(process.env.PORT ?? 4444),
});
console.log(`neon-proxy ${proxy.url}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void proxy.close());
