import { byId } from "./dom.js";

const TOAST_MS = 4000;
let timer;

/** A line that goes away by itself. */
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    element.hidden = true;
  }, TOAST_MS);
}

/** A text that has to be put away. */
export function showAlert(text) {
  byId("alert-text").textContent = text;
  const dialog = byId("alert-dialog");
  if (!dialog.open) dialog.showModal();
}
