import { useState } from "react";
import type { Document } from "@/api/types";
import { Button } from "@/ui/Button";
import { EditIcon, LinkIcon } from "@/ui/icons";
import { t } from "@/words/all";
import { AddressDialog } from "./AddressDialog";
import { FilePicker } from "./FilePicker";
import { PasteDialog } from "./PasteDialog";

interface Props {
  onFiles(files: File[]): void;
  /** Called with what was added from the web. */
  onAdded(document: Document): void;
}

/** The ways to add documents, beside dropping them. */
export function AddButtons({ onFiles, onAdded }: Props) {
  const [open, setOpen] = useState<"text" | "address" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <FilePicker onFiles={onFiles} />
      <FilePicker onFiles={onFiles} label={t.documents.addFolder} look="plain" folder />
      <Button icon={<EditIcon />} onClick={() => setOpen("text")}>
        {t.documents.addText}
      </Button>
      <Button icon={<LinkIcon />} onClick={() => setOpen("address")}>
        {t.documents.addWebAddress}
      </Button>
      {open === "text" && <PasteDialog onFiles={onFiles} onClose={close} />}
      {open === "address" && <AddressDialog onAdded={onAdded} onClose={close} />}
    </>
  );
}
