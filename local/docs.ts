import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeConfiguration } from "./configuration.ts";

/** `npm run docs`: writes the tables of docs/configuration.md from the comments and defaults in ports/env.ts. */
const project = join(import.meta.dirname, "..");
const page = join(project, "docs/configuration.md");
const source = readFileSync(join(project, "ports/env.ts"), "utf8");
writeFileSync(page, writeConfiguration(readFileSync(page, "utf8"), source));
console.log("docs/configuration.md is up to date");
