import { access } from "./access";
import { documents } from "./documents";
import { reader } from "./reader";
import { retrieval } from "./retrieval";
import { settings } from "./settings";
import { usage } from "./usage";

/** The words in English of what is loaded after the first page. */
export const later = {
  access,
  documents,
  reader,
  retrieval,
  settings,
  usage,
};
