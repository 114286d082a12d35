// The two globals that this folder needs and that every runtime has: pages, workers and Node.
interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
interface TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const TextEncoder: { new (): TextEncoder };
declare const TextDecoder: {
  new (label?: string, options?: { fatal?: boolean }): TextDecoder;
};
