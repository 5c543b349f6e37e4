import { type ReactNode, useEffect, useRef } from "react";
import { Notice } from "@/ui/Notice";

interface Props {
  receipt: ReactNode;
  actions?: ReactNode;
}

/** The receipt of what was done. It takes focus, because the button that had it no longer exists. */
export function ReceiptNotice({ receipt, actions }: Props) {
  const notice = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // after the dialog has returned focus
    const timer = setTimeout(() => notice.current?.focus());
    return () => clearTimeout(timer);
  }, []);

  return (
    <div ref={notice} tabIndex={-1}>
      <Notice actions={actions}>{receipt}</Notice>
    </div>
  );
}
