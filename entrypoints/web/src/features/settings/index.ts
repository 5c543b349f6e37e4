/** What can be chosen in this browser, and how the server is set up. */

import { lazyPart } from "@/ui/lazyPart";

/** Loaded when they are opened, which is seldom. */
export const SettingsPage = lazyPart(async () => (await import("./SettingsPage")).SettingsPage);
export const ShortcutList = lazyPart(async () => (await import("./ShortcutList")).ShortcutList);
