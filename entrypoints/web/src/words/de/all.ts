import type { Words } from "@/words/all";
import { access } from "./access";
import { documents } from "./documents";
import { de } from "./index";
import { allErrors } from "./laterErrors";
import { reader } from "./reader";
import { retrieval } from "./retrieval";
import { settings } from "./settings";
import { usage } from "./usage";

/** All words in German. */
export const all: Words = {
  ...de,
  errors: allErrors,
  access,
  documents,
  reader,
  retrieval,
  settings,
  usage,
};
