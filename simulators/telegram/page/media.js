import { fileUrl } from "./api.js";
import { bytesOf, clock, h } from "./dom.js";

/** The pictures, sound or file of a message. */
export function renderMedia(message) {
  if (message.photo) return photo(message);
  if (message.video_note) return videoNote(message.video_note);
  if (message.animation) return video(message.animation, { loop: true, muted: true, autoplay: true });
  if (message.video) return video(message.video, { controls: true });
  if (message.voice) return sound(message.voice, "voice message");
  if (message.audio) return audio(message.audio);
  if (message.document) return file(message.document);
  return undefined;
}

/** Bounds of a picture in the chat, in pixels. */
const WIDTH = 460;
const HEIGHT = 380;

/** Gives a picture its room before it is there, so that nothing jumps. */
function reserve(element, { width, height }) {
  if (!width || !height) return element;
  const scale = Math.min(1, WIDTH / width, HEIGHT / height);
  element.style.setProperty("--width", `${Math.round(width * scale)}px`);
  element.style.setProperty("--ratio", `${width} / ${height}`);
  return element;
}

function photo({ photo: sizes, caption }) {
  const largest = sizes.at(-1);
  const href = fileUrl(largest.file_id);
  const image = h("img", { src: href, alt: caption ? `Photo: ${caption}` : "Photo" });
  return h(
    "a",
    { class: "photo", href, target: "_blank", "aria-label": "Open the photo" },
    reserve(image, largest),
  );
}

function video(medium, properties) {
  const src = fileUrl(medium.file_id);
  const player = h("video", {
    class: "video",
    src,
    preload: "metadata",
    "aria-label": "Video",
    ...properties,
  });
  return reserve(player, medium);
}

function videoNote({ file_id, duration }) {
  const player = h("video", { src: fileUrl(file_id), preload: "metadata", loop: true, muted: true });
  const toggle = h(
    "button",
    {
      type: "button",
      class: "video-note",
      "aria-label": `Play video note, ${clock(duration)}`,
      onclick() {
        if (player.paused) {
          player.muted = false;
          void player.play();
        } else player.pause();
      },
    },
    player,
    h("span", { class: "badge" }, clock(duration)),
  );
  return toggle;
}

/** A player of our own: button, bars, time. */
function sound({ file_id, duration = 0 }, title) {
  const player = h("audio", { src: fileUrl(file_id), preload: "none" });
  const bars = h("span", { class: "bars", "aria-hidden": "true" }, makeBars(file_id));
  const time = h("span", { class: "time" }, clock(duration));
  const button = h(
    "button",
    {
      type: "button",
      class: "play",
      "aria-label": `Play ${title}, ${clock(duration)}`,
      onclick: () =>
        player.paused ? player.play().catch(() => (time.textContent = "cannot be played")) : player.pause(),
    },
    "▶",
  );
  player.addEventListener("play", () => (button.textContent = "❚❚"));
  player.addEventListener("pause", () => (button.textContent = "▶"));
  player.addEventListener("timeupdate", () => {
    const whole = Number.isFinite(player.duration) ? player.duration : duration || 1;
    bars.style.setProperty("--heard", `${(100 * player.currentTime) / whole}%`);
    time.textContent = clock(player.paused && player.ended ? duration : player.currentTime);
  });
  return h("div", { class: "sound" }, player, button, h("div", {}, bars, time));
}

/** Bars for the eye; always the same for the same recording. */
function makeBars(seed) {
  let state = [...seed].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: 36 }, (_, at) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    const wave = 0.55 + 0.45 * Math.sin(at / 2.7 + (seed.length % 7));
    const bar = h("i");
    bar.style.height = `${Math.round(18 + 78 * wave * ((state >>> 16) / 65_536))}%`;
    return bar;
  });
}

function audio(medium) {
  const { title, performer, file_name, file_id, file_size, duration } = medium;
  const name = title ?? file_name ?? "Audio";
  return h(
    "div",
    { class: "audio" },
    h("strong", {}, name),
    h(
      "span",
      { class: "about" },
      [performer, clock(duration ?? 0), bytesOf(file_size)].filter(Boolean).join(" · "),
    ),
    h("audio", { controls: true, preload: "none", src: fileUrl(file_id), "aria-label": `Play ${name}` }),
  );
}

function file({ file_id, file_name = "file", file_size, mime_type = "" }) {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file_name)?.[1] ?? "file";
  const picture = /^image\/(jpeg|png|webp|gif)$/.test(mime_type);
  const sign = picture
    ? h("img", { class: "file-sign", src: fileUrl(file_id), alt: "", loading: "lazy" })
    : h("span", { class: "file-sign", "aria-hidden": "true" }, ending.toLowerCase());
  return h(
    "a",
    { class: "file", href: fileUrl(file_id), download: file_name, "aria-label": `Download ${file_name}` },
    sign,
    h(
      "span",
      {},
      h("strong", {}, file_name),
      h("span", { class: "about" }, `${bytesOf(file_size)} · download`),
    ),
  );
}
