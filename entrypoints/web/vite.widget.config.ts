/** Builds the help box for other pages: one classic script, which loads nothing else. */

import { defineConfig } from "vite";
import { shared } from "./vite.shared.ts";

export default defineConfig({
  resolve: shared.resolve,
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: "src/widget/widget.ts",
      formats: ["iife"],
      name: "quothWidget",
      fileName: () => "widget.js",
    },
  },
});
