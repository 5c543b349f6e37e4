/** How an answer came to its sources. */

export { LookInside } from "./LookInside";
