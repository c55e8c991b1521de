/** A file in the form. */
export interface FormFile {
  name: string;
  type: string;
  length: number;
  body: ReadableStream<Uint8Array> | Uint8Array;
}

/**
 * A multipart/form-data body (RFC 7578) whose file is streamed through: the length is known in advance, and the audio
 * is never held twice in memory, as it would be with FormData. A field with several values is repeated.
 */
export function multipart(
  fields: Record<string, string | readonly string[]>,
  file: FormFile,
): { body: ReadableStream; contentType: string } {
  const boundary = `aisha-${crypto.randomUUID()}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  const head = encode(
    Object.entries(fields)
      .flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value]] : value.map((one) => [name, one]),
      )
      .map(
        ([name, value]) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join("") +
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`,
  );
  const tail = encode(`\r\n--${boundary}--\r\n`);
  const { readable, writable } = new FixedLengthStream(head.length + file.length + tail.length);
  // A broken source breaks the request, and the request is what the caller awaits.
  pour(writable, head, file.body, tail).catch(() => undefined);
  return { body: readable, contentType: `multipart/form-data; boundary=${boundary}` };
}

async function pour(
  sink: WritableStream<Uint8Array>,
  head: Uint8Array,
  body: FormFile["body"],
  tail: Uint8Array,
) {
  const put = async (bytes: Uint8Array) => {
    const writer = sink.getWriter();
    await writer.write(bytes);
    writer.releaseLock();
  };
  try {
    await put(head);
    if (body instanceof ReadableStream) await body.pipeTo(sink, { preventClose: true });
    else await put(body);
    await put(tail);
    await sink.close();
  } catch (error) {
    await sink.abort(error);
  }
}
