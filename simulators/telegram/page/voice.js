import { post, stash } from "./api.js";
import { scrollToEnd } from "./chat.js";
import { byId, clock } from "./dom.js";
import { record } from "./record.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

let recording;

export const isRecording = () => recording !== undefined;

/** The microphone button and the bar that takes the field's place while it records. */
export function startVoice({ takeReply }) {
  byId("record").addEventListener("click", async () => {
    try {
      recording = await record();
    } catch (error) {
      return toast(
        error.name === "NotAllowedError" ? "The browser may not use the microphone" : error.message,
      );
    }
    byId("composer").hidden = true;
    byId("recording").hidden = false;
    drawLevel(() => recording);
  });
  const endRecording = () => {
    const ended = recording;
    recording = undefined;
    byId("recording").hidden = true;
    byId("composer").hidden = false;
    return ended;
  };
  byId("record-cancel").addEventListener("click", () => endRecording()?.cancel());
  byId("record-send").addEventListener("click", async () => {
    const user = state.me;
    const blob = await endRecording()?.stop();
    if (!blob) return;
    try {
      await post("voice", { user, stash: await stash(blob), ...takeReply() });
      scrollToEnd();
    } catch (error) {
      toast(error.message);
    }
  });
}

/** The wave of the last seconds while it is recorded. */
function drawLevel(current) {
  const canvas = byId("level");
  const levels = [];
  const step = () => {
    const recording = current();
    if (!recording) return;
    byId("recorded").textContent = clock(recording.seconds());
    levels.push(recording.level());
    const { width, height } = Object.assign(canvas, {
      width: canvas.clientWidth,
      height: canvas.clientHeight,
    });
    const brush = canvas.getContext("2d");
    brush.fillStyle = getComputedStyle(canvas).color;
    for (const [at, level] of levels.slice(-Math.floor(width / 4)).entries()) {
      const tall = Math.max(2, level * height);
      brush.fillRect(at * 4, (height - tall) / 2, 2, tall);
    }
    setTimeout(() => requestAnimationFrame(step), 60);
  };
  step();
}
