/** What a scripted answer says. An object is sent as JSON. */
export type ScriptedAnswer = string | Record<string, unknown> | unknown[];

export interface ScriptOptions {
  /** Number of requests answered so; unset: all that match. */
  times?: number;
  /** The model refuses with these words instead of answering. */
  refusal?: string;
  /** How the answer ends; `length` also cuts it in half. */
  finish?: "stop" | "length" | "content_filter";
  /** Milliseconds between the pieces of a stream, which are single words. */
  pauseMs?: number;
}

/** Decides by the JSON text of the request: a part of it, a pattern, or a function over the parsed body. */
export type ScriptMatch = string | RegExp | ((body: Record<string, unknown>) => boolean);

export interface Script extends ScriptOptions {
  match: ScriptMatch;
  answer: ScriptedAnswer | ((body: Record<string, unknown>) => ScriptedAnswer);
}

export interface Scripts {
  /** Later scripts are asked first. */
  add(match: ScriptMatch, answer: Script["answer"], options?: ScriptOptions): void;
  /** The same from JSON: `{match, answer, times?, refusal?, finish?, pauseMs?}` with a match by text. */
  addPlain(body: unknown): unknown;
  /** The scripted answer to a request, counted as used. */
  take(
    body: Record<string, unknown>,
  ): { text: string; refusal?: string; finish: string; pauseMs?: number } | undefined;
  clear(): void;
}

export function makeScripts(): Scripts {
  const scripts: Script[] = [];
  return {
    add(match, answer, options = {}) {
      scripts.unshift({ match, answer, ...options });
    },
    addPlain(body) {
      const script = body as Script;
      if (typeof script?.match !== "string" || script.answer === undefined) {
        throw new TypeError("a script has a match (text) and an answer");
      }
      scripts.unshift(script);
      return {};
    },
    take(body) {
      const text = JSON.stringify(body);
      const script = scripts.find(({ match }) =>
        typeof match === "string"
          ? text.includes(match)
          : match instanceof RegExp
            ? match.test(text)
            : match(body),
      );
      if (!script) return undefined;
      if (script.times !== undefined && --script.times <= 0) scripts.splice(scripts.indexOf(script), 1);
      return render(script, body);
    },
    clear() {
      scripts.length = 0;
    },
  };
}

function render(script: Script, body: Record<string, unknown>) {
  const answer = typeof script.answer === "function" ? script.answer(body) : script.answer;
  const whole = typeof answer === "string" ? answer : JSON.stringify(answer);
  const finish = script.finish ?? "stop";
  const text = finish === "length" ? whole.slice(0, Math.floor(whole.length / 2)) : whole;
  return {
    text,
    finish,
    ...(script.refusal !== undefined && { refusal: script.refusal }),
    ...(script.pauseMs !== undefined && { pauseMs: script.pauseMs }),
  };
}
