/** The retrieval behind an answer. */

export { LookInside } from "./LookInside";
