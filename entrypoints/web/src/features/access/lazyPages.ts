/** Pages that are loaded when they are first shown. */

import { lazyPart } from "@/ui/lazyPart";

export const AccessPage = lazyPart(async () => (await import("./AccessPage")).AccessPage);

export const SignInPage = lazyPart(async () => (await import("./SignInPage")).SignInPage);
