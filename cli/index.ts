import process from "node:process";
import { buildProgram } from "./program.ts";

buildProgram()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
