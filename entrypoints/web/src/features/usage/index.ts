/** What the language models were used for. */

import { lazyPart } from "@/ui/lazyPart";

/** Loaded when it is opened, which is seldom. */
export const UsagePage = lazyPart(async () => (await import("./UsagePage")).UsagePage);
