import { Dialog as AriaDialog, DialogDismiss, DialogHeading } from "@ariakit/react";
import type { ReactNode } from "react";
import { t } from "@/words";
import styles from "./Dialog.module.css";
import { CloseIcon } from "./icons";

interface Props {
  open: boolean;
  onClose(): void;
  title: string;
  children: ReactNode;
}

/** A modal dialog. Escape and the close button dismiss it. */
export function Dialog({ open, onClose, title, children }: Props) {
  return (
    <AriaDialog
      open={open}
      onClose={onClose}
      className={styles.dialog}
      backdrop={<div className={styles.backdrop} />}
    >
      <header className={styles.header}>
        <DialogHeading className={styles.title}>{title}</DialogHeading>
        <DialogDismiss className={styles.dismiss} aria-label={t.common.close}>
          <CloseIcon />
        </DialogDismiss>
      </header>
      {children}
    </AriaDialog>
  );
}

/** The buttons at the end of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
