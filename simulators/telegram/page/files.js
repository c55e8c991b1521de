import { post, stash } from "./api.js";
import { scrollToEnd } from "./chat.js";
import { byId, bytesOf, h } from "./dom.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/** Telegram's albums hold no more. */
const ALBUM = 10;

/** Choosing, dropping and pasting files, and the question how to send them. */
export function startFiles({ takeReply }) {
  const input = byId("files");
  const dialog = byId("files-dialog");
  const form = dialog.querySelector("form");
  let chosen = [];

  const ask = (files) => {
    chosen = [...files];
    if (chosen.length === 0) return;
    form.reset();
    dialog.returnValue = "";
    byId("as-note").hidden = !(chosen.length === 1 && chosen[0].type.startsWith("video/"));
    byId("files-list").replaceChildren(...chosen.map(preview));
    dialog.showModal();
  };

  byId("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    ask(input.files);
    input.value = "";
  });
  byId("text").addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    ask(event.clipboardData.files);
  });
  startDrop(ask);

  dialog.addEventListener("close", async () => {
    for (const image of byId("files-list").querySelectorAll("img")) URL.revokeObjectURL(image.src);
    if (dialog.returnValue !== "send") return;
    const { as_file, as_note, caption } = Object.fromEntries(new FormData(form));
    try {
      await sendFiles(chosen, {
        asFile: Boolean(as_file),
        asNote: Boolean(as_note),
        caption,
        ...takeReply(),
      });
      scrollToEnd();
    } catch (error) {
      toast(error.message);
    }
  });
}

function preview(file) {
  const picture = file.type.startsWith("image/") && h("img", { src: URL.createObjectURL(file), alt: "" });
  return h("li", {}, picture, h("span", {}, file.name), h("span", { class: "about" }, bytesOf(file.size)));
}

function kindOf({ type }, { asFile, asNote }) {
  if (asFile) return "document";
  if (asNote && type.startsWith("video/")) return "video_note";
  if (/^image\/(jpeg|png|webp|gif|bmp)$/.test(type)) return "photo";
  if (type.startsWith("audio/")) return "audio";
  if (type.startsWith("video/")) return "video";
  return "document";
}

/** Photos and videos go together, sound with sound, files with files; each lot as albums of up to ten. */
async function sendFiles(files, { caption, reply_to, ...how }) {
  const user = state.me;
  const lots = new Map();
  for (const file of files) {
    const kind = kindOf(file, how);
    const lot = kind === "video" ? "photo" : kind;
    lots.set(lot, [...(lots.get(lot) ?? []), { kind, file }]);
  }
  let first = { ...(caption && { caption }), ...(reply_to && { reply_to }) };
  for (const lot of lots.values()) {
    for (let at = 0; at < lot.length; at += ALBUM) {
      const items = [];
      for (const { kind, file } of lot.slice(at, at + ALBUM)) {
        items.push({ kind, stash: await stash(file), file_name: file.name, mime_type: file.type });
      }
      if (items.length === 1) await post("media", { user, ...items[0], ...first });
      else await post("album", { user, items, ...first });
      first = {};
    }
  }
}

function startDrop(ask) {
  const sign = byId("drop");
  let depth = 0;
  const withFiles = (event) => event.dataTransfer?.types.includes("Files");
  window.addEventListener("dragenter", (event) => {
    if (withFiles(event)) sign.hidden = ++depth === 0;
  });
  window.addEventListener("dragleave", (event) => {
    if (withFiles(event)) sign.hidden = --depth <= 0;
  });
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    sign.hidden = true;
    if (withFiles(event)) ask(event.dataTransfer.files);
  });
}
