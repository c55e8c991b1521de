import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  OggOutputFormat,
  Output,
} from "mediabunny";

/**
 * What a browser recorded (WebM, Ogg or MP4) as the Ogg Opus that Telegram's apps send; packets are copied, not encoded.
 * A recording without Opus (Safari's AAC) stays as it is.
 */
export async function remuxVoice(bytes: Uint8Array): Promise<{ bytes: Uint8Array; mime: string }> {
  using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error("there is no sound in this recording");
  if ((await track.getCodec()) !== "opus") return { bytes, mime: await input.getMimeType() };
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  const conversion = await Conversion.init({
    input,
    output,
    video: { discard: true },
    tags: {},
    copy: { mode: "forced", shiftTolerance: Number.POSITIVE_INFINITY },
    showWarnings: false,
  });
  await conversion.execute();
  if (!target.buffer) throw new Error("this recording cannot be read");
  return { bytes: new Uint8Array(target.buffer), mime: "audio/ogg" };
}
