import { brotliCompressSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import katex from "katex/package.json" with { type: "json" };
import pdfjs from "pdfjs-dist/package.json" with { type: "json" };
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { shared } from "./vite.shared.ts";

/** Adds what pdf.js fetches by name: fonts, encodings and decoders that few files need. */
function pdfjsFiles(): Plugin {
  const installed = new URL("./node_modules/pdfjs-dist/", import.meta.url).pathname;
  return {
    name: "pdfjs-files",
    apply: "build",
    async generateBundle() {
      for (const folder of ["cmaps", "iccs", "standard_fonts", "wasm"]) {
        for (const name of await this.fs.readdir(`${installed}${folder}`)) {
          // the policy of the worker allows its decoders, so their larger substitute is not needed
          if (name.endsWith(".js")) continue;
          const source = await this.fs.readFile(`${installed}${folder}/${name}`);
          const fileName = `assets/pdfjs-${pdfjs.version}/${folder}/${name}`;
          this.emitFile({ type: "asset", fileName, source });
        }
      }
    },
  };
}

/** Adds the style sheet and the fonts of KaTeX, which the first formula fetches by name. */
function katexFiles(): Plugin {
  const installed = new URL("./node_modules/katex/dist/", import.meta.url).pathname;
  return {
    name: "katex-files",
    apply: "build",
    async generateBundle() {
      const fonts = await this.fs.readdir(`${installed}fonts`);
      // every current browser reads WOFF2, which the style sheet names first
      const needed = fonts.filter((name) => name.endsWith(".woff2")).map((name) => `fonts/${name}`);
      for (const name of ["katex.min.css", ...needed]) {
        const source = await this.fs.readFile(`${installed}${name}`);
        this.emitFile({ type: "asset", fileName: `assets/katex-${katex.version}/${name}`, source });
      }
    },
  };
}

/** Adds each text a second time, compressed as well as can be, which takes too long for a server. */
function brotliFiles(): Plugin {
  return {
    name: "brotli-files",
    apply: "build",
    // what other plugins put into the files last has to be in both
    async writeBundle({ dir }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(css|js|mjs)$/.test(fileName)) continue;
        const content = await this.fs.readFile(`${dir}/${fileName}`);
        await this.fs.writeFile(`${dir}/${fileName}.br`, brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), pdfjsFiles(), katexFiles(), brotliFiles()],
  resolve: shared.resolve,
  build: {
    outDir: "dist",
    // the policy of the page allows files from this server and nothing else, `data:` neither
    assetsInlineLimit: 0,
    // a page whose style sheet cannot be loaded would not open, or open without it the next time
    cssCodeSplit: false,
    // what is shipped has to name whose work it contains
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      // what the first page needs is smaller in one file than in one for each later page it serves
      output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } },
    },
    target: "es2022",
  },
  server: {
    proxy: { "/api": "http://127.0.0.1:8000", "/schema": "http://127.0.0.1:8000" },
    fs: { allow: ["../.."] },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // a process for each file takes longer to start
    pool: "threads",
    // a machine with other work is slow, and no test waits for this
    testTimeout: 30_000,
  },
});
