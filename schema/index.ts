export * from "./billing.ts";
export * from "./fal-deliveries.ts";
export * from "./jobs.ts";
export * from "./rate-limits.ts";
export * from "./telegram-updates.ts";
export * from "./transcripts.ts";
export * from "./users.ts";
export * from "./vendor-pauses.ts";
