import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";

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
          Editing a question. The new answer will appear below; the earlier one stays.
          <Button look="quiet" onClick={() => onCancelEdit(note.earlier)}>
            Cancel
          </Button>
        </>
      );
    case "busy":
      return "An answer is being written. Wait for it or stop it, then ask again.";
    case "added":
      return (
        <span>
          Adding {note.files === 1 ? "1 file" : `${note.files} files`}.{" "}
          <Link href={paths.documents}>See progress</Link>
        </span>
      );
    default:
      return null;
  }
}
