export interface Part {
  name: string;
  filename?: string;
  type?: string;
  bytes: Buffer;
}

/** Splits a multipart/form-data body (RFC 7578). Throws a sentence about what is malformed. */
export function parseMultipart(contentType: string | undefined, body: Buffer): Part[] {
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? "");
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) throw new SyntaxError("the content type is not multipart/form-data with a boundary");
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  if (at < 0) throw new SyntaxError("the boundary does not occur in the body");
  while (true) {
    at += mark.length;
    if (body.toString("latin1", at, at + 2) === "--") return parts;
    const headersAt = at + 2;
    const headersEnd = body.indexOf("\r\n\r\n", at);
    const next = body.indexOf(Buffer.concat([Buffer.from("\r\n"), mark]), at);
    if (headersEnd < 0 || next < 0) throw new SyntaxError("the last boundary is missing");
    parts.push(parsePart(body.toString("utf8", headersAt, headersEnd), body.subarray(headersEnd + 4, next)));
    at = next + 2;
  }
}

function parsePart(headers: string, bytes: Buffer): Part {
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1];
  const name = parameterOf(disposition, "name");
  if (name === undefined) throw new SyntaxError("a part has no name");
  const filename = parameterOf(disposition, "filename");
  const type = /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1];
  return { name, bytes, ...(filename !== undefined && { filename }), ...(type && { type }) };
}

/** A quoted parameter; browsers write `"` and line ends in it as %22, %0D, %0A. */
function parameterOf(disposition: string | undefined, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i").exec(
    disposition ?? "",
  );
  const value = match?.[1] ?? match?.[2];
  return value?.replace(/\\(.)/g, "$1").replace(/%22|%0D|%0A/gi, decodeURIComponent);
}
