import { type ReactNode, useEffect, useRef } from "react";
import { Notice } from "@/ui/Notice";
import { type Receipt, receiptInWords } from "./DeleteDialog";

interface Props {
  receipt: Receipt;
  actions?: ReactNode;
}

/** What was deleted. It takes the focus when it appears, since the button that was pressed is gone. */
export function ReceiptNotice({ receipt, actions }: Props) {
  const notice = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // after the dialog has given the focus back
    const timer = setTimeout(() => notice.current?.focus());
    return () => clearTimeout(timer);
  }, []);

  return (
    <div ref={notice} tabIndex={-1}>
      <Notice actions={actions}>{receiptInWords(receipt)}</Notice>
    </div>
  );
}
