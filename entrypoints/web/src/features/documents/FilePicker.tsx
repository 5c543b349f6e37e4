import { useRef } from "react";
import { Button } from "@/ui/Button";
import { UploadIcon } from "@/ui/icons";
import { ACCEPTED_TYPES } from "./acceptedFiles";

interface Props {
  onFiles(files: File[]): void;
  label?: string;
  look?: "primary" | "plain";
}

/** A button that asks the visitor for files. */
export function FilePicker({ onFiles, label = "Add documents", look = "primary" }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} icon={<UploadIcon />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED_TYPES}
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // so that the same file can be selected again
          event.target.value = "";
        }}
      />
    </>
  );
}
