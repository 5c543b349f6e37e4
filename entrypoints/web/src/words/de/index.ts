import type { Words } from "@/words/all";
import { access } from "./access";
import { account } from "./account";
import { answer } from "./answer";
import { app } from "./app";
import { collections } from "./collections";
import { common } from "./common";
import { conversations } from "./conversations";
import { documents } from "./documents";
import { dates, groups, places, server } from "./lib";
import { markdown } from "./markdown";
import { models } from "./models";
import { reader } from "./reader";
import { retrieval } from "./retrieval";
import { settings } from "./settings";
import { shortcuts } from "./shortcuts";
import { uploads } from "./uploads";
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
  markdown,
  models,
  places,
  reader,
  retrieval,
  server,
  settings,
  shortcuts,
  account,
  uploads,
  usage,
};
