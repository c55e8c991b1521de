/** The `fmt ` chunk of a WAV file: PCM or float, little-endian; more than two channels are written the same plain way. */
export function pcmFormat(
  form: "int" | "float" | "alaw" | "mulaw",
  sampleRate: number,
  channels: number,
  bits: number,
): Uint8Array {
  const format = new Uint8Array(form === "int" ? 16 : 18);
  const view = new DataView(format.buffer);
  const blockBytes = channels * Math.ceil(bits / 8);
  view.setUint16(0, { int: 1, float: 3, alaw: 6, mulaw: 7 }[form], true);
  view.setUint16(2, channels, true);
  view.setUint32(4, sampleRate, true);
  view.setUint32(8, sampleRate * blockBytes, true);
  view.setUint16(12, blockBytes, true);
  view.setUint16(14, bits, true);
  return format;
}
