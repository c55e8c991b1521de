import { answering, choose, dueIn, ownerIn, type Sentence, sentencesOf } from "./extract.ts";

type Schema = Record<string, unknown>;

/**
 * A value of the schema's shape made of the input's own sentences, so that what quotes them can be found in the
 * text. The same input always gives the same value.
 */
export function fillSchema(schema: Schema, input: string): unknown {
  const sentences = sentencesOf(input);
  // Before the material there may be a question that is to be answered from it.
  const question = /^Question: (.+)$/m.exec(input)?.[1];
  let next = 0;
  const sentence = () => sentences[next++ % sentences.length]?.text ?? "";
  /** An item that quotes is about one sentence. */
  const fillItem = (node: Schema, said: Sentence): unknown =>
    Object.fromEntries(
      Object.entries((node.properties ?? {}) as Record<string, Schema>).map(([key, child]) => {
        if (/owner|assignee/i.test(key)) return [key, ownerIn(said)];
        if (/due|deadline|when/i.test(key)) return [key, dueIn(said)];
        if (/speaker|who/i.test(key)) return [key, said.speaker ?? (takesNull(child) ? null : "")];
        if ([child.type].flat().includes("string") && !child.enum && !child.format)
          return [key, takesNull(child) && !/quote|text/i.test(key) ? null : said.text];
        return [key, fill(child, key, 9)];
      }),
    );
  const fill = (node: Schema, name: string, depth: number): unknown => {
    if (typeof node.$ref === "string") return fill(resolve(schema, node.$ref), name, depth + 1);
    if (Array.isArray(node.anyOf)) return fill(chooseBranch(node.anyOf as Schema[], depth), name, depth + 1);
    if (node.const !== undefined) return node.const;
    if (Array.isArray(node.enum)) return node.enum[0];
    const type = [node.type].flat()[0];
    switch (type) {
      case "object":
        return Object.fromEntries(
          Object.entries((node.properties ?? {}) as Record<string, Schema>).map(([key, child]) => [
            key,
            fill(child, key, depth + 1),
          ]),
        );
      case "array": {
        const items = (node.items ?? {}) as Schema;
        if (items.type === "object" && "quote" in ((items.properties ?? {}) as Schema)) {
          const most = typeof node.maxItems === "number" ? node.maxItems : 40;
          return (question === undefined ? choose(name, sentences) : answering(question, sentences))
            .slice(0, most)
            .map((said) => fillItem(items, said));
        }
        return Array.from({ length: lengthOf(node, depth) }, () =>
          fill(node.items as Schema, name, depth + 1),
        );
      }
      case "string":
        return fillString(node, name, sentence());
      case "integer":
      case "number":
        return fillNumber(node);
      case "boolean":
        return false;
      default:
        return null;
    }
  };
  return fill(schema, "", 0);
}

/** Recursive schemas must end: deep down, the branch that is simplest. */
function chooseBranch(branches: Schema[], depth: number): Schema {
  const simple = branches.find((branch) => branch.type === "null");
  return (depth > 8 ? simple : undefined) ?? branches[0] ?? {};
}

function lengthOf(node: Schema, depth: number): number {
  const least = typeof node.minItems === "number" ? node.minItems : 0;
  const most = typeof node.maxItems === "number" ? node.maxItems : 2;
  return depth > 8 ? least : Math.max(least, Math.min(2, most));
}

function fillString(node: Schema, name: string, sentence: string): string {
  switch (node.format) {
    case "date":
      return "2026-01-01";
    case "time":
      return "12:00:00Z";
    case "date-time":
      return "2026-01-01T12:00:00Z";
    case "duration":
      return "PT1H";
    case "email":
      return "simulator@example.com";
    case "hostname":
      return "example.com";
    case "ipv4":
      return "192.0.2.1";
    case "ipv6":
      return "2001:db8::1";
    case "uuid":
      return "00000000-0000-4000-8000-000000000000";
  }
  // Whoever reads a title learns who wrote.
  if (/title|headline|topic|name/i.test(name))
    return `${/[а-яё]/i.test(sentence) ? "Симулятор" : "Simulator"}: ${sentence.split(/\s+/).slice(0, 6).join(" ")}`;
  return sentence;
}

function fillNumber(node: Schema): number {
  if (typeof node.minimum === "number") return node.minimum;
  if (typeof node.exclusiveMinimum === "number") return node.exclusiveMinimum + 1;
  if (typeof node.maximum === "number" && node.maximum < 0) return node.maximum;
  return 0;
}

function resolve(root: Schema, ref: string): Schema {
  if (ref === "#") return root;
  let node: unknown = root;
  for (const step of ref.replace(/^#\//, "").split("/")) node = (node as Schema | undefined)?.[step];
  return (node ?? {}) as Schema;
}

const takesNull = (node: Schema): boolean => [node.type].flat().includes("null");
