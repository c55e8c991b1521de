import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Proofs that try every container, every power cut, every way to end: minutes, for CI and `npm run test:all`. */
const LONG = [
  ...`backup chat-page-avatar containers conversation doctor drawing fallback fallback-upload forget-cuts hearing operator retrain survival training
      turns voices watching`
    .split(/\s+/)
    .map((name) => `tests/journeys/${name}.test.ts`),
  "domain/media/{cut-matrix,pauses}.node.test.ts",
  "tests/start/**/*.test.ts",
  "tests/selfhost/selfhost.test.ts",
];
/** Journeys mostly wait: for delays, queues and pages. Three files at once fill two cores. */
const FILES_AT_ONCE = 3;
const withLong = Boolean(process.env.CI || process.env.ALL_TESTS);

const journeys = (
  name: string,
  include: string[],
  exclude: string[],
  running: { isolate?: boolean; maxWorkers: number },
) => ({
  test: {
    name,
    include,
    exclude,
    globalSetup: ["./tests/harness/global-setup.ts"],
    pool: "forks" as const,
    ...running,
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

/**
 * Four kinds of test:
 * `workerd`  beside the file it tests, run inside the Workers runtime, touches nothing outside;
 * `node`     simulators, local parts and commands, which live in Node;
 * `storage`  the storage port inside the Workers runtime, against every S3 server there is (tests/storage);
 * `journeys` whole flows: the built worker, real Postgres, S3, and the simulators.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest({
            main: "./tests/harness/empty-worker.ts",
            miniflare: { compatibilityDate: "2026-10-20", compatibilityFlags: ["nodejs_compat"] },
          }),
        ],
        assetsInclude: ["**/*.docx"],
        resolve: {
          alias: {
            mediabunny: `${import.meta.dirname}/node_modules/mediabunny/dist/bundles/mediabunny.min.mjs`,
          },
        },
        test: {
          name: "workerd",
          // They keep nothing between them: one isolate for all spares ninety starts of workerd.
          isolate: false,
          maxWorkers: FILES_AT_ONCE,
          include: ["{worker,queues,domain,views,ports}/**/*.test.ts"],
          exclude: ["**/*.node.test.ts"],
        },
      },
      {
        test: {
          name: "node",
          isolate: false,
          maxWorkers: FILES_AT_ONCE,
          include: [
            "{simulators,local,cli,schema,bench,scripts}/**/*.test.ts",
            "{domain,ports}/**/*.node.test.ts",
          ],
          exclude: LONG,
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "./tests/harness/empty-worker.ts",
            miniflare: { compatibilityDate: "2026-10-20", compatibilityFlags: ["nodejs_compat"] },
          }),
        ],
        test: {
          name: "storage",
          include: ["tests/storage/**/*.test.ts"],
          globalSetup: ["./tests/storage/global-setup.ts"],
          testTimeout: 30_000,
        },
      },
      // Each test has a stack of its own, so files can share a process, and what it has loaded.
      journeys("journeys", ["tests/**/*.test.ts"], ["tests/storage/**", ...LONG], {
        isolate: false,
        maxWorkers: FILES_AT_ONCE,
      }),
      // One after the other: they count processes and measure ports.
      ...(withLong ? [journeys("long", LONG, [], { maxWorkers: 1 })] : []),
    ],
  },
});
