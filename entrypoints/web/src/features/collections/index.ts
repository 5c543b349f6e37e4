/** What a question is asked of: all documents, collections, or chosen documents. */

import { lazyPart } from "@/ui/lazyPart";

export { ScopeName } from "./ScopeName";
export { chooseScope, forgetScope, type Scope, scopeNewConversation, useScope } from "./scope";

/** Loaded after the first page, because most questions are asked of all documents. */
export const ScopeChoice = lazyPart(async () => (await import("./ScopeChoice")).ScopeChoice);
