/** What the build and its tests take from Node itself, whose types are no dependency. */
declare module "node:zlib" {
  export function brotliCompressSync(content: string | Uint8Array): Uint8Array;
}

declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
  export function readdirSync(path: string, options: { recursive: true }): string[];
}
