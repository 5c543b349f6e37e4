import { Dialog, DialogDismiss } from "@ariakit/react";
import { type RefObject, useRef, useState } from "react";
import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { IconButton } from "@/ui/Button";
import { CloseIcon, MenuIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./Drawer.module.css";
import { focusPage } from "./FocusOnNavigation";
import { Sidebar } from "./Sidebar";

interface Props {
  main: RefObject<HTMLElement | null>;
  /** Opens the command palette. */
  onSearch(): void;
}

/** The sidebar on narrow screens: a bar with a button that slides it in. */
export function Drawer({ main, onSearch }: Props) {
  const [isOpen, setOpen] = useState(false);
  const hasNavigated = useRef(false);

  function show() {
    hasNavigated.current = false;
    setOpen(true);
  }

  function leave() {
    hasNavigated.current = true;
    setOpen(false);
  }

  /** Returns focus to the button, or moves it to the page if a link was followed. */
  function handleFocus(): boolean {
    if (!hasNavigated.current || main.current === null) return true;
    focusPage(main.current);
    return false;
  }

  return (
    <header className={styles.bar}>
      <IconButton label={t.app.menu} icon={<MenuIcon />} aria-expanded={isOpen} onClick={show} />
      <Link href={paths.newQuestion} className={styles.brand ?? ""}>
        Quoth
      </Link>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        unmountOnHide
        autoFocusOnHide={handleFocus}
        aria-label={t.app.menu}
        className={styles.drawer}
        backdrop={<div className={styles.backdrop} />}
      >
        <Sidebar
          dismiss={
            <DialogDismiss render={<IconButton label={t.app.closeMenu} icon={<CloseIcon />} />} />
          }
          onNavigate={leave}
          onSearch={() => {
            setOpen(false);
            onSearch();
          }}
        />
      </Dialog>
    </header>
  );
}
