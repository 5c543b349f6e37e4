import { Suspense } from "react";
import { ShortcutList } from "@/features/settings";
import { Dialog } from "@/ui/Dialog";
import { t } from "@/words";

interface Props {
  open: boolean;
  onClose(): void;
}

/** All keyboard shortcuts. */
export function ShortcutsDialog({ open, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={t.app.shortcuts}>
      <Suspense>
        <ShortcutList />
      </Suspense>
    </Dialog>
  );
}
