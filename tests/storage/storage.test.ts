import { inject } from "vitest";
import { promiseStorage } from "./contract.ts";

// In workerd, where the port lives: streams of a known length exist nowhere else.
for (const store of inject("stores")) promiseStorage(store);
