/** The retrieval behind an answer. */

import { lazyPart } from "@/ui/lazyPart";

export const LookInside = lazyPart(async () => (await import("./LookInside")).LookInside);
