/** The page for admins, loaded when it is first shown. */

import { lazyPart } from "@/ui/lazyPart";

export const AccessPage = lazyPart(async () => (await import("./AccessPage")).AccessPage);
