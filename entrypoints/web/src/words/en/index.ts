import { account } from "./account";
import { answer } from "./answer";
import { app } from "./app";
import { collections } from "./collections";
import { common } from "./common";
import { conversations } from "./conversations";
import { errors } from "./errors";
import { dates, groups, places, server } from "./lib";
import { markdown } from "./markdown";
import { models } from "./models";
import { shortcuts } from "./shortcuts";
import { uploads } from "./uploads";

/** The words of the first page in English. */
export const en = {
  answer,
  app,
  collections,
  common,
  conversations,
  dates,
  errors,
  groups,
  markdown,
  models,
  places,
  server,
  shortcuts,
  account,
  uploads,
};
