/** The only thing that the build takes from Node itself, whose types are no dependency. */
declare module "node:zlib" {
  export function brotliCompressSync(content: string | Uint8Array): Uint8Array;
}
