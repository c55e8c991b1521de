/** What was asked, or an error when nothing has come within ten seconds. */
export async function inTime<T>(asked: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error("no answer within 10 s")), 10_000).unref(),
  );
  return Promise.race([asked, late]);
}
