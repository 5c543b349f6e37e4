/** Models: which one is to answer. */

import { lazyPart } from "@/ui/lazyPart";

export { chooseModel, readModel, useChosenModel } from "./chosenModel";
export { modelsQuery, useAnsweringModel, useQuotingModel } from "./models";

/** Loaded after the first page, because most servers have one model. */
export const ModelChoice = lazyPart(async () => (await import("./ModelChoice")).ModelChoice);
