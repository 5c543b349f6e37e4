/** The wire types by their short names, as all pages import them. */

export type * from "@quoth/client";
