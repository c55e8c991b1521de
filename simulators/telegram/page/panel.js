import { drawCalls } from "./calls.js";
import { byId, h } from "./dom.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const OWN = "/__sim";
/** Faults of the other simulators: { name, controlUrl, presets, faults }. */
let others = [];
let drawnFaults = "";
const TITLES = { openai: "OpenAI", fal: "FAL" };

export function startPanel() {
  byId("faults-clear").addEventListener("click", async () => {
    await Promise.allSettled(
      [OWN, ...others.map(({ controlUrl }) => controlUrl)].map((base) =>
        fetch(`${base}/faults`, { method: "DELETE" }),
      ),
    );
    await readOthers();
  });
  const narrow = matchMedia("(max-width: 1100px)");
  document.body.classList.toggle("panel-open", !narrow.matches);
  const show = (open) => {
    document.body.classList.toggle("panel-open", open);
    byId("show-panel").setAttribute("aria-expanded", String(open));
  };
  show(!narrow.matches);
  narrow.addEventListener("change", () => show(!narrow.matches));
  byId("show-panel").addEventListener("click", () => show(!document.body.classList.contains("panel-open")));
  byId("hide-panel").addEventListener("click", () => show(false));
  setInterval(() => document.body.classList.contains("panel-open") && void readOthers(), 3000);
}

async function readOthers() {
  const known = await Promise.all(
    state.neighbours.map(async ({ name, controlUrl }) => {
      try {
        const { presets, faults } = await (await fetch(`${controlUrl}/state`)).json();
        return { name, controlUrl, presets, faults };
      } catch {
        return undefined;
      }
    }),
  );
  others = known.filter(Boolean);
  drawFaults();
}

export function drawPanel() {
  if (others.length === 0 && state.neighbours.length > 0 && !drawnFaults) void readOthers();
  drawFaults();
  drawWebhook();
  drawCalls();
}

/** A fault without what changes while it is at work. */
const core = ({ id: _, times: __, after: ___, chatId: ____, ...fault }) =>
  JSON.stringify(Object.entries(fault).sort());

function drawFaults() {
  const groups = [
    { name: "Telegram", controlUrl: OWN, presets: state.presets, faults: state.faults },
    ...others,
  ];
  const signature = JSON.stringify(groups);
  if (signature === drawnFaults) return;
  drawnFaults = signature;
  const open = new Set(
    [...byId("faults").querySelectorAll("details[open]")].map((details) => details.dataset.name),
  );
  byId("faults").replaceChildren(
    ...groups.map((group, at) => {
      const active = group.faults.length;
      const list = h(
        "ul",
        { class: "faults" },
        group.presets.map((preset) => drawFault(group, preset)),
        drawOwnFaults(group),
      );
      return h(
        "details",
        { open: at === 0 || active > 0 || open.has(group.name), "data-name": group.name },
        h(
          "summary",
          {},
          TITLES[group.name] ?? group.name,
          active > 0 && h("span", { class: "count" }, `${active} on`),
        ),
        list,
      );
    }),
  );
}

function drawFault({ controlUrl, faults }, { title, fault }) {
  const same = faults.find((one) => core(one) === core(fault));
  const toggle = h("input", {
    type: "checkbox",
    role: "switch",
    checked: Boolean(same),
    async onchange() {
      try {
        if (same) await fetch(`${controlUrl}/faults/${same.id}`, { method: "DELETE" });
        else await add(controlUrl, fault);
      } catch (error) {
        toast(error.message);
      }
      if (controlUrl !== OWN) await readOthers();
    },
  });
  const left = same?.times;
  return h(
    "li",
    {},
    h(
      "label",
      {},
      toggle,
      h("span", {}, title.replace(/^(OpenAI|FAL): /, "")),
      left !== undefined && h("span", { class: "left" }, `${left} left`),
    ),
  );
}

/** Faults that are on without a name here: set by a test or by hand. */
function drawOwnFaults({ controlUrl, faults, presets }) {
  return faults
    .filter((fault) => !presets.some((preset) => core(preset.fault) === core(fault)))
    .map((fault) => {
      const { id, ...rest } = fault;
      const remove = () => void fetch(`${controlUrl}/faults/${id}`, { method: "DELETE" }).then(readOthers);
      return h(
        "li",
        { class: "unnamed" },
        h("code", {}, JSON.stringify(rest)),
        h("button", { type: "button", class: "plain", onclick: remove }, "Remove"),
      );
    });
}

async function add(controlUrl, fault) {
  const here = controlUrl === OWN && byId("only-here").checked ? { chatId: state.me } : {};
  const response = await fetch(`${controlUrl}/faults`, {
    method: "POST",
    body: JSON.stringify({ ...fault, ...here }),
  });
  if (!response.ok) throw new Error((await response.json()).error);
}

function drawWebhook() {
  const {
    url,
    pending_update_count: pending,
    last_error_message: error,
    last_error_date: when,
    last_delivery: last,
  } = state.webhook;
  const lines = [
    ["Address", url || "none: the bot may ask with getUpdates"],
    ["Waiting", `${pending ?? 0} update${pending === 1 ? "" : "s"}`],
    [
      "Last",
      last ? `#${last.updateId} → ${last.status ?? last.error} in ${last.ms} ms` : "nothing delivered yet",
    ],
    ...(error ? [["Error", `${error} (${new Date(when * 1000).toTimeString().slice(0, 8)})`]] : []),
  ];
  const list = byId("webhook");
  const text = JSON.stringify(lines);
  if (list.dataset.drawn === text) return;
  list.dataset.drawn = text;
  list.replaceChildren(
    ...lines.map(([title, words]) =>
      h("div", { class: title === "Error" ? "bad" : "" }, h("dt", {}, title), h("dd", {}, words)),
    ),
  );
}
