import { type Expression, parseSync, type Super, Visitor } from "oxc-parser";

/** An import, or a re-export, of one module. */
export interface Import {
  from: string;
  /** Nothing of it exists when the program runs. */
  typeOnly: boolean;
  /** The imported names; `*` for everything. */
  names: string[];
  line: number;
}

/** Something a module does that the rules look at. */
export interface Deed {
  kind: "fetch" | "query" | "environment";
  line: number;
}

/** What the rules need to know about a source file. */
export interface Outline {
  imports: Import[];
  deeds: Deed[];
}

/** The methods by which drizzle's database object asks something. */
const QUERY_METHODS = new Set([
  "select",
  "selectDistinct",
  "insert",
  "update",
  "delete",
  "execute",
  "transaction",
]);
const GLOBALS = new Set(["globalThis", "self", "window"]);

/** Reads one TypeScript source. Throws when it does not parse. */
export function outline(path: string, source: string): Outline {
  const { program, module, errors } = parseSync(path, source);
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length;
  const deeds: Deed[] = [];
  const note = (kind: Deed["kind"], offset: number) => deeds.push({ kind, line: lineOf(offset) });

  new Visitor({
    CallExpression({ callee, start }) {
      if (callee.type === "Identifier" && callee.name === "fetch") note("fetch", start);
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
      const object = lastName(callee.object);
      if (callee.property.name === "fetch" && callee.object.type === "Identifier" && GLOBALS.has(object))
        note("fetch", start);
      if (object === "db" && QUERY_METHODS.has(callee.property.name)) note("query", start);
    },
    MemberExpression({ object, property, start }) {
      const name = property.type === "Identifier" ? property.name : "";
      const ofProcess = object.type === "Identifier" && object.name === "process" && name === "env";
      const ofMeta = object.type === "MetaProperty" && name === "env";
      if (ofProcess || ofMeta) note("environment", start);
      if (
        object.type === "MemberExpression" &&
        lastName(object) === "query" &&
        lastName(object.object) === "db"
      )
        note("query", start);
    },
  }).visit(program);

  const imports: Import[] = [
    ...module.staticImports.map(({ moduleRequest, entries, start }) => ({
      from: moduleRequest.value,
      // An import for its effects has no entries, and is no type.
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
      names: entries.filter(({ isType }) => !isType).map(({ importName }) => importName.name ?? "*"),
      line: lineOf(start),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries
        .filter(({ moduleRequest }) => moduleRequest)
        .map(({ moduleRequest, isType, importName, start }) => ({
          from: moduleRequest?.value ?? "",
          typeOnly: isType,
          names: isType ? [] : [importName.name ?? "*"],
          line: lineOf(start),
        })),
    ),
    ...module.dynamicImports.map(({ moduleRequest, start }) => ({
      from: source.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ""),
      typeOnly: false,
      names: ["*"],
      line: lineOf(start),
    })),
  ];
  return { imports, deeds };
}

/** `db` of both `db` and `ports.db`; empty for anything else. */
function lastName(node: Expression | Super): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" && node.property.type === "Identifier" ? node.property.name : "";
}
