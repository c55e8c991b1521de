/** A file of a form. */
export interface Upload {
  /** Name of the form's field. */
  field: string;
  /** The sender's name for it; empty when there was none. */
  name: string;
  type: string;
  bytes: Buffer;
}

export interface Form {
  values: Record<string, string>;
  uploads: Upload[];
}

/**
 * Reads multipart/form-data (RFC 7578). As lenient about headers as Telegram's server: `content-disposition:form-data;name="x"`
 * without spaces, as grammY writes it, is fine. Throws on a body without its boundary.
 */
export function parseMultipart(body: Buffer, contentType: string): Form {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (!boundary) throw new Error("boundary is missing");
  const form: Form = { values: {}, uploads: [] };
  const mark = Buffer.from(`--${boundary}`);
  let from = body.indexOf(mark);
  if (from < 0) throw new Error("boundary is not in the body");
  const divider = Buffer.from(`\r\n--${boundary}`);
  for (from += mark.length; body.toString("latin1", from, from + 2) === "\r\n"; ) {
    const to = body.indexOf(divider, from);
    if (to < 0) throw new Error("the last part has no end");
    readPart(body.subarray(from + 2, to), form);
    from = to + divider.length;
  }
  return form;
}

function readPart(part: Buffer, form: Form): void {
  const blank = part.indexOf("\r\n\r\n");
  const headers = part.toString("utf8", 0, blank < 0 ? 0 : blank);
  const bytes = part.subarray(blank + 4);
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? "";
  const field = parameter(disposition, "name");
  if (blank < 0 || field === undefined) throw new Error("a part has no name");
  const name = parameter(disposition, "filename");
  if (name === undefined) form.values[field] = bytes.toString("utf8");
  else {
    const type = /^content-type:\s*([^;\r\n]+)/im.exec(headers)?.[1]?.trim() ?? "application/octet-stream";
    form.uploads.push({ field, name, type, bytes });
  }
}

/** A parameter of a header; `filename*=UTF-8''…` (RFC 5987) goes before `filename=`. */
function parameter(header: string, name: string): string | undefined {
  const extended = new RegExp(`[;\\s]${name}\\*\\s*=\\s*utf-8''([^;]+)`, "i").exec(header)?.[1];
  if (extended) return decodeURIComponent(extended.trim());
  const plain = new RegExp(`[;\\s]${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i").exec(header);
  return plain?.[1]?.replace(/\\(.)/g, "$1").replace(/%22/g, '"') ?? plain?.[2];
}
