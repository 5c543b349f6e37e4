/** What can be chosen in this browser, and how the server is set up. */

import { lazyPart } from "@/ui/lazyPart";

export { ShortcutList } from "./ShortcutList";

/** Loaded when it is opened, which is seldom. */
export const SettingsPage = lazyPart(async () => (await import("./SettingsPage")).SettingsPage);
