import { type DragEvent, type ReactNode, useState } from "react";
import { UploadIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./DropZone.module.css";
import { takeFiles } from "./droppedFiles";

interface Props {
  children: ReactNode;
  onFiles(files: File[]): void;
}

/** Accepts files dropped anywhere on the page. `FilePicker` is the alternative to dragging. */
export function DropZone({ children, onFiles }: Props) {
  const [over, setOver] = useState(false);

  const drag = (event: DragEvent<HTMLElement>) => {
    // text and links can be dragged as well
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  };

  const leave = (event: DragEvent<HTMLElement>) => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
  };

  const drop = (event: DragEvent<HTMLElement>) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(false);
    takeFiles(event.dataTransfer, onFiles);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is the page, not a control
    <div
      className={styles.zone}
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className={styles.overlay} aria-hidden="true">
          <p className={styles.words}>
            <UploadIcon /> {t.uploads.dropToAdd}
          </p>
        </div>
      )}
    </div>
  );
}
