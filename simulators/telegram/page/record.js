/**
 * Starts recording from the microphone. Resolves once sound flows; rejects when there is no microphone or no leave to use it.
 * `stop()` resolves with the recording, `cancel()` throws it away, `level()` is the loudness now, 0…1.
 */
export async function record() {
  if (!navigator.mediaDevices)
    throw new Error("The microphone works only on http://localhost, http://127.0.0.1 or https");
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
  });
  const types = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  // 24 kbit/s, as Telegram's own voice messages have.
  const recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 24_000 });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  recorder.start();
  const since = performance.now();

  const end = async () => {
    if (recorder.state !== "inactive") recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  };
  return {
    seconds: () => (performance.now() - since) / 1000,
    level() {
      analyser.getByteTimeDomainData(samples);
      return Math.max(...samples.map((sample) => Math.abs(sample - 128))) / 128;
    },
    async stop() {
      await end();
      return new Blob(parts, { type: recorder.mimeType });
    },
    cancel: end,
  };
}
