/** What the builds of the page and of the help box have in common. */

const at = (path: string) => new URL(path, import.meta.url).pathname;

export const shared = {
  resolve: {
    alias: {
      "@": at("./src"),
      // the manual that a first visitor can load is the one that is read in docs/
      "@docs": at("../../docs"),
      "@quoth/client": at("../clients/typescript/src/index.ts"),
    },
    // the client of programs, which is built from its sources, has its packages from here
    dedupe: ["openapi-fetch"],
  },
};
