import type { Words } from "@/words";
import { access } from "./access";
import { answer } from "./answer";
import { app } from "./app";
import { collections } from "./collections";
import { common } from "./common";
import { conversations } from "./conversations";
import { documents } from "./documents";
import { dates, groups, places, server } from "./lib";
import { models } from "./models";
import { reader } from "./reader";
import { retrieval } from "./retrieval";
import { settings } from "./settings";
import { usage } from "./usage";

/** The words of the pages in German. */
export const de: Words = {
  access,
  answer,
  app,
  collections,
  common,
  conversations,
  dates,
  documents,
  groups,
  models,
  places,
  reader,
  retrieval,
  server,
  settings,
  usage,
};
