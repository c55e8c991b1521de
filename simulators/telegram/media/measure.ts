import { ALL_FORMATS, BufferSource, Input } from "mediabunny";

export interface Measured {
  /** Whole seconds, rounded as Telegram's clients round. */
  duration?: number;
  width?: number;
  height?: number;
}

/** Duration and picture size from the container; nothing where it is none that can be read. */
export async function measureMedia(bytes: Uint8Array): Promise<Measured> {
  try {
    using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const video = await input.getPrimaryVideoTrack();
    const seconds = await input.computeDuration();
    return {
      ...(Number.isFinite(seconds) && { duration: Math.max(1, Math.round(seconds)) }),
      ...(video && { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() }),
    };
  } catch {
    return {};
  }
}
