import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

/** Without a sandbox (tests also run as root), without the network services of a browser for people. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
];

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

interface Program {
  path: string;
  env: Record<string, string>;
}

/**
 * A headless Chromium with a microphone that beeps: the one named by `CHROMIUM_PATH`, else the one that comes as an npm
 * package (Linux on x64), else an installed one. Throws where there is none, and says what to do.
 */
export async function openBrowser(): Promise<Browser> {
  const { path, env } = await findProgram();
  return chromium.launch({
    executablePath: path,
    args: FLAGS,
    env: { ...process.env, ...env } as Record<string, string>,
  });
}

async function findProgram(): Promise<Program> {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return { path: CHROMIUM_PATH, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return unpack();
  const path = INSTALLED.find((candidate) => existsSync(candidate));
  if (path) return { path, env: {} };
  throw new Error("Page tests need Chromium: install it, or set CHROMIUM_PATH to the program");
}

/** Unpacks the browser of `@sparticuz/chromium` with its libraries and fonts, once per version. */
async function unpack(): Promise<Program> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@sparticuz/chromium");
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  const place = join(tmpdir(), `chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(place)) await unpackTo(place, { entry, home });
  return {
    path: join(place, "chromium"),
    env: { LD_LIBRARY_PATH: join(place, "al2023", "lib"), FONTCONFIG_PATH: join(place, "fonts") },
  };
}

/** The package unpacks into the directory for temporary files, so it is given one; the whole then appears at once. */
async function unpackTo(place: string, { entry, home }: { entry: string; home: string }): Promise<void> {
  const fresh = mkdtempSync(`${place}-`);
  const script = `
    const { default: chromium, inflate } = await import(${JSON.stringify(entry)});
    await chromium.executablePath();
    await inflate(${JSON.stringify(join(home, "bin", "al2023.tar.br"))});`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, TMPDIR: fresh },
  });
  writeFileSync(join(fresh, "fonts", "fonts.conf"), fontsConfig(join(place, "fonts")));
  try {
    renameSync(fresh, place);
  } catch (cause) {
    // Another test run was quicker.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(place)) throw cause;
  }
}

/** The package's own list of fonts names places of the cloud it was made for; without fonts no letter is drawn. */
function fontsConfig(own: string): string {
  const escaped = own.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escaped}</dir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir>${escaped}/cache</cachedir>
</fontconfig>
`;
}
