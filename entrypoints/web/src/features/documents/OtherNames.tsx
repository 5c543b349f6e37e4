import { Fragment } from "react";
import type { Document } from "@/api/types";

/** The names of a document after the first one. */
export function OtherNames({ document }: { document: Document }) {
  return document.names.slice(1).map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ", "}
      <bdi>{name}</bdi>
    </Fragment>
  ));
}
