/**
 * The safetensors format (huggingface.co/docs/safetensors): length of the header in 8 bytes, the header as JSON
 * with the place of each tensor, the tensors.
 */
export function writeSafetensors(metadata: Record<string, string>, seed: number): Buffer {
  const tensors = ["lora_A", "lora_B"].map(
    (half) => `transformer.single_transformer_blocks.0.attn.to_q.${half}.weight`,
  );
  const floats = Float32Array.from({ length: 2048 }, (_, i) => Math.sin(i * 12.9898 + seed) * 0.02);
  const data = Buffer.from(floats.buffer);
  const size = data.length / tensors.length;
  const header = JSON.stringify({
    __metadata__: metadata,
    ...Object.fromEntries(
      tensors.map((name, i) => [
        name,
        { dtype: "F32", shape: [16, 64], data_offsets: [i * size, (i + 1) * size] },
      ]),
    ),
  });
  const padded = Buffer.from(header.padEnd(Math.ceil(header.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, data]);
}

/** The metadata of LoRA weights. Throws a sentence where it is no safetensors file. */
export function readSafetensors(bytes: Buffer): Record<string, string> {
  const length = bytes.length >= 8 ? Number(bytes.readBigUInt64LE(0)) : Number.POSITIVE_INFINITY;
  if (length > bytes.length - 8) throw new SyntaxError("the weights are not a safetensors file");
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Record<string, unknown>;
  const { __metadata__: metadata = {}, ...tensors } = header;
  for (const tensor of Object.values(tensors) as { data_offsets?: [number, number] }[]) {
    const end = tensor.data_offsets?.[1] ?? Number.POSITIVE_INFINITY;
    if (end > bytes.length - 8 - length) throw new SyntaxError("the weights are cut short");
  }
  return metadata as Record<string, string>;
}
