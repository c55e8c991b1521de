import { read } from "./api.js";
import { setText } from "./chat.js";
import { byId, h } from "./dom.js";
import { state } from "./state.js";

const shown = new Map();

/** The last requests of the bot, newest first; a press shows a whole one. */
export function drawCalls() {
  const list = byId("calls");
  const latest = [...state.calls].reverse();
  const ids = new Set(latest.map(({ id }) => id));
  for (const [id, { element }] of shown) {
    if (ids.has(id)) continue;
    element.remove();
    shown.delete(id);
  }
  let before = null;
  for (const call of latest) {
    const signature = JSON.stringify(call);
    const there = shown.get(call.id);
    if (there?.signature !== signature) {
      const element = there?.element ?? drawCall(call);
      fillCall(element, call);
      shown.set(call.id, { signature, element });
    }
    const { element } = shown.get(call.id);
    const place = before ? before.nextSibling : list.firstChild;
    if (place !== element) list.insertBefore(element, place);
    before = element;
  }
}

function drawCall({ id }) {
  const body = h("pre", {});
  const details = h("details", {}, h("summary", {}), body);
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    const { payload, files, response, violations } = await read(`calls/${id}`);
    setText(
      body,
      JSON.stringify(
        { payload, ...(files && { files }), ...(violations && { violations }), response },
        null,
        2,
      ),
    );
  });
  return h("li", {}, details);
}

function fillCall(element, { method, status, ms, violations, spoilt, refusal }) {
  const tone = status === undefined ? "open" : status < 300 ? "good" : "bad";
  element
    .querySelector("summary")
    .replaceChildren(
      ...[
        h("span", { class: `status ${tone}` }, String(status ?? "…")),
        h("span", { class: "method" }, method === "file" ? "file download" : method),
        spoilt && h("span", { class: "spoilt", title: "A fault was at work" }, "fault"),
        violations && h("span", { class: "violation", title: violations.join("\n") }, "contract"),
        h("span", { class: "ms" }, ms === undefined ? "" : `${ms} ms`),
        refusal && h("span", { class: "refusal" }, refusal),
        violations && h("span", { class: "refusal" }, violations.join("; ")),
      ].filter(Boolean),
    );
}
