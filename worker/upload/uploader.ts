// What a browser has and this file uses; the Worker's types know no documents.
declare const document: {
  getElementById(id: string): PageElement | null;
};
declare const location: { pathname: string };
declare const addEventListener: (
  name: string,
  act: (event: { preventDefault(): void }) => void,
  options?: { once: boolean },
) => void;
declare class XMLHttpRequest {
  status: number;
  upload: { onprogress: ((event: { loaded: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  ontimeout: (() => void) | null;
  timeout: number;
  open(method: string, url: string): void;
  send(body: Blob): void;
  getResponseHeader(name: string): string | null;
}
interface PageElement {
  hidden: boolean;
  value: number;
  textContent: string | null;
  disabled: boolean;
  dataset: Record<string, string>;
  files?: ArrayLike<File> | null;
  addEventListener(name: string, act: () => void): void;
}

/**
 * The upload page's script. It is sent to the browser as its own source text, so it uses nothing from outside itself.
 * A file goes to the store in parts, three at once. What fails is tried again until it works; parts that are there
 * are known to the server, so that a page that was closed goes on with the same file.
 */
export function runUploader(): void {
  const AT_ONCE = 3;
  /** A part that takes longer is on a dead connection, or on one that will never carry the file. */
  const PART_MS = 1_200_000;
  const LONGEST_WAIT_MS = 15_000;
  /** A store that refuses browsers looks like a lost connection, but not one byte ever leaves, and our server answers. */
  const MOST_REFUSALS = 4;

  const element = (id: string) => document.getElementById(id) as PageElement;
  const [choose, input, bar, status, data] = ["choose", "file", "progress", "status", "words"].map(
    element,
  ) as [PageElement, PageElement, PageElement, PageElement, PageElement];
  const words = JSON.parse(data.textContent ?? "{}") as Record<string, string>;
  const say = (key: string, more = "") => {
    status.textContent = `${words[key] ?? ""}${more}`;
  };

  /** The server has said something that trying again will not change. */
  class Final extends Error {}
  const finals: Record<number, string> = { 404: "expired", 410: "expired", 413: "too-big" };

  async function ask(act: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${location.pathname}/${act}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const final = finals[response.status];
    const answer = (await response.json()) as Record<string, unknown>;
    if (response.status === 410 && answer.problem === "done") throw new Final("done");
    if (final) throw new Final(final);
    if (response.status === 409 || response.status === 422) throw new Final("again");
    if (!response.ok) throw new Error(String(response.status));
    return answer;
  }

  /** Tries until it works. A dead connection shows; it needs no finger to go on. */
  async function persist<T>(work: () => Promise<T>): Promise<T> {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Final) throw error;
        say("offline");
        await new Promise<void>((resolve) => {
          setTimeout(resolve, wait);
          addEventListener("online", () => resolve(), { once: true });
        });
      }
    }
  }

  let refusals = 0;
  function put(url: string, piece: Blob, progress: (bytes: number) => void): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.timeout = PART_MS;
      request.upload.onprogress = ({ loaded }) => {
        refusals = 0;
        progress(loaded);
      };
      request.onload = () => {
        const tag = request.getResponseHeader("etag");
        if (request.status === 404) reject(new Final("again"));
        else if (request.status !== 200) reject(new Error(String(request.status)));
        // The store does not let the page see the tag: its operator has to allow it (CORS, ExposeHeaders).
        else if (!tag) reject(new Final("broken"));
        else resolve(tag);
      };
      request.onerror = () =>
        reject(++refusals >= MOST_REFUSALS ? new Final("broken") : new Error("cut off"));
      request.ontimeout = () => reject(new Error("silence"));
      request.open("PUT", url);
      request.send(piece);
    });
  }

  async function upload(file: File): Promise<void> {
    const about = {
      name: file.name.slice(0, 255),
      bytes: file.size,
      modified: Math.floor(file.lastModified),
    };
    const begun = (await persist(() => ask("begin", about))) as { partBytes: number; parts: number[] };
    const count = Math.ceil(file.size / begun.partBytes);
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    const piece = (number: number) => file.slice((number - 1) * begun.partBytes, number * begun.partBytes);
    const there = new Map(begun.parts.map((number) => [number, piece(number).size]));
    const open = numbers.filter((number) => !there.has(number));
    const show = () => {
      const share = [...there.values()].reduce((sum, bytes) => sum + bytes, 0) / file.size;
      bar.value = Math.min(1, share);
      say("going", ` ${Math.floor(Math.min(1, share) * 100)} %`);
    };
    show();
    async function work(): Promise<void> {
      for (let number = open.shift(); number !== undefined; number = open.shift()) {
        const part = number;
        await persist(async () => {
          const { url } = (await ask("link", { number: part })) as { url: string };
          const tag = await put(url, piece(part), (bytes) => {
            there.set(part, bytes);
            show();
          });
          await ask("part", { number: part, tag });
        });
        there.set(part, piece(part).size);
        show();
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await persist(() => ask("finish", {}));
  }

  let busy = false;
  addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file || busy) return;
    if (file.size === 0) return say("empty");
    if (file.size > Number(data.dataset.most)) return say("too-big");
    busy = true;
    choose.hidden = true;
    bar.hidden = false;
    // The store that was begun with may go away in the middle: then the file begins anew, in another.
    const again = (error: unknown) =>
      error instanceof Final && error.message === "again" ? upload(file) : Promise.reject(error);
    upload(file)
      .catch(again)
      .catch(again)
      .then(
        () => say("done"),
        (error: unknown) => {
          const key = error instanceof Final ? error.message : "broken";
          choose.hidden = key !== "again";
          say(key);
        },
      )
      .finally(() => {
        busy = false;
        bar.hidden = true;
      });
  });
}
