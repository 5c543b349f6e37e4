import { ShortcutList } from "@/features/settings";
import { Dialog } from "@/ui/Dialog";

interface Props {
  open: boolean;
  onClose(): void;
}

/** All keyboard shortcuts. */
export function ShortcutsDialog({ open, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
      <ShortcutList />
    </Dialog>
  );
}
