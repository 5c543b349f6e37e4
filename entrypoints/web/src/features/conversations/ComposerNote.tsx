import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { t } from "@/words";

/** A note on the next question. `earlier` is the draft that an edited question replaced. */
export type Note =
  | { kind: "editing"; earlier: string }
  | { kind: "busy" }
  | { kind: "added"; files: number };

interface Props {
  note: Note | null;
  onCancelEdit(earlier: string): void;
}

export function ComposerNote({ note, onCancelEdit }: Props) {
  switch (note?.kind) {
    case "editing":
      return (
        <>
          {t.conversations.editing}
          <Button look="quiet" onClick={() => onCancelEdit(note.earlier)}>
            {t.common.cancel}
          </Button>
        </>
      );
    case "busy":
      return t.conversations.busy;
    case "added":
      return (
        <span>
          {t.conversations.adding(note.files)}{" "}
          <Link href={paths.documents}>{t.conversations.seeProgress}</Link>
        </span>
      );
    default:
      return null;
  }
}
