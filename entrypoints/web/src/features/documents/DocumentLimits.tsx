import { useState } from "react";
import type { Document } from "@/api/types";
import { Button } from "@/ui/Button";
import { t } from "@/words/all";
import { LimitDialog } from "./LimitDialog";
import { LimitSign } from "./LimitSign";
import type { Limit } from "./limits";
import { useChangeDocument } from "./queries";

interface Props {
  document: Document;
  limits: readonly Limit[];
  /** Whether to offer to change them. */
  mayLimit: boolean;
}

/** Who may read a document, to be changed by admins. */
export function DocumentLimits({ document, limits, mayLimit }: Props) {
  const change = useChangeDocument(document.document_id);
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    change.reset();
    setIsOpen(false);
  };
  return (
    <>
      {limits.length === 0 && t.documents.everybody}
      {limits.map((limit) => (
        <LimitSign key={limit.collection} {...limit} />
      ))}
      {mayLimit && (
        <Button look="quiet" onClick={() => setIsOpen(true)}>
          {t.documents.changeWhoMayRead}
        </Button>
      )}
      {isOpen && (
        <LimitDialog
          title={t.documents.whoMayReadDocument}
          groups={document.limited_to}
          isPending={change.isPending}
          error={change.error}
          onSave={(groups) => change.mutate({ limited_to: [...groups] }, { onSuccess: close })}
          onClose={close}
        />
      )}
    </>
  );
}
