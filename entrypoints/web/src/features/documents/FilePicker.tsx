import { useRef } from "react";
import { Button } from "@/ui/Button";
import { FolderIcon, UploadIcon } from "@/ui/icons";
import { t } from "@/words";
import { acceptedTypes } from "./acceptedFiles";
import { namedByPath } from "./droppedFiles";
import { useFormats } from "./formats";

interface Props {
  onFiles(files: File[]): void;
  label?: string;
  look?: "primary" | "plain";
  /** Whether a folder is asked for, of which all files are taken. */
  folder?: boolean;
}

/** A button that asks the visitor for files. */
export function FilePicker({
  onFiles,
  label = t.common.addDocuments,
  look = "primary",
  folder = false,
}: Props) {
  const formats = useFormats();
  const input = useRef<HTMLInputElement | null>(null);
  return (
    <>
      <Button
        look={look}
        icon={folder ? <FolderIcon /> : <UploadIcon />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          if (element) element.webkitdirectory = folder;
        }}
        type="file"
        multiple
        hidden
        accept={folder ? undefined : acceptedTypes(formats)}
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          onFiles(folder ? namedByPath(files) : files);
          // so that the same file can be selected again
          event.target.value = "";
        }}
      />
    </>
  );
}
