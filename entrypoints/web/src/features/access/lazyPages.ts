/** The page for admins, and the one for signing in: loaded when they are first shown. */

import { lazyPart } from "@/ui/lazyPart";

export const AccessPage = lazyPart(async () => (await import("./AccessPage")).AccessPage);
export const SignInPage = lazyPart(async () => (await import("./SignInPage")).SignInPage);
