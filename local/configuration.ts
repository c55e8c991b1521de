import { Schema } from "../ports/env.ts";

/** What zod tells of a setting: how it is made. */
interface Definition {
  type: string;
  defaultValue?: unknown;
  in?: { _zod: { def: Definition } };
}

/** A setting as the page shows it. */
interface Setting {
  name: string;
  group: string;
  text: string;
}

/** Every setting of `ports/env.ts` with the comment above it, and the one-line comment that begins its group. */
export function readComments(source: string): Setting[] {
  const [, body = ""] = source.split("const Schema = z.object({");
  const settings: Setting[] = [];
  let group = "";
  let text = "";
  for (const line of (body.split("\n});")[0] ?? "").split("\n")) {
    const [, heading] = /^ {2}\/\/ (.+)$/.exec(line) ?? [];
    const [, name] = /^ {2}([A-Z][A-Z0-9_]*): (?!queue\b)/.exec(line) ?? [];
    const [, comment] = /^ {2} ?(?:\/\*\*|\*)(.*)$/.exec(line) ?? [];
    if (heading) group = heading;
    else if (comment !== undefined) text += ` ${comment.replace(/(?:\*\/|^\/)$/, "").trim()}`;
    else if (name) {
      settings.push({ name, group, text: text.trim() });
      text = "";
    }
  }
  return settings;
}

/** The default of a setting as somebody would write it into .env; "needed" where there is none, "none" where nothing is fine. */
export function defaultOf(name: string): string {
  const schema = (Schema.shape as Record<string, { _zod: { def: Definition } }>)[name];
  if (!schema) throw new Error(`there is no setting ${name}`);
  for (let def: Definition | undefined = schema._zod.def; def; def = def.in?._zod.def) {
    if (def.type === "default") return def.defaultValue === "" ? "none" : `\`${def.defaultValue}\``;
    if (def.type === "optional" && def === schema._zod.def) return "none";
  }
  const read = Schema.shape[name as keyof typeof Schema.shape].safeParse(undefined);
  return read.success ? `\`${String(read.data)}\`` : "needed";
}

/**
 * The page with its tables made anew: whatever stands between `<!-- settings: Group -->` and `<!-- end -->`. Throws on a
 * setting that has no comment, and on a group that the page has no place for.
 */
export function writeConfiguration(page: string, source: string): string {
  const settings = readComments(source);
  const silent = settings.filter(({ text }) => text === "").map(({ name }) => name);
  if (silent.length > 0)
    throw new Error(`ports/env.ts: no comment says what these are: ${silent.join(", ")}`);
  const placed = new Set<string>();
  const written = page.replace(
    /(<!-- settings: (.+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, group: string, end: string) => {
      placed.add(group);
      const rows = settings
        .filter((setting) => setting.group === group)
        .map(({ name, text }) => `| \`${name}\` | ${defaultOf(name)} | ${text.replaceAll("|", "\\|")} |`);
      return [`${begin}| setting | default | what it is |`, "| --- | --- | --- |", ...rows, end].join("\n");
    },
  );
  const lost = [...new Set(settings.map(({ group }) => group))].filter((group) => !placed.has(group));
  if (lost.length > 0) throw new Error(`docs/configuration.md has no place for: ${lost.join(", ")}`);
  return written;
}
