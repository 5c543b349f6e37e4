import { useState } from "react";
import type { Collection } from "@/api/types";
import { useLimitCollection } from "@/lib/collections";
import { useMayLimit } from "@/lib/me";
import { Button } from "@/ui/Button";
import { t } from "@/words/all";
import { LimitDialog } from "./LimitDialog";
import { LimitSign } from "./LimitSign";

/** Who may read a collection, to be changed by admins. */
export function CollectionLimit({ collection }: { collection: Collection }) {
  const mayLimit = useMayLimit();
  const limit = useLimitCollection(collection.collection_id);
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    limit.reset();
    setIsOpen(false);
  };
  return (
    <>
      {collection.limited_to.length > 0 && (
        <LimitSign collection={null} groups={collection.limited_to} />
      )}
      {mayLimit && (
        <Button look="quiet" onClick={() => setIsOpen(true)}>
          {t.documents.changeWhoMayRead}
        </Button>
      )}
      {isOpen && (
        <LimitDialog
          title={t.documents.whoMayReadCollection}
          groups={collection.limited_to}
          isPending={limit.isPending}
          error={limit.error}
          onSave={(groups) => limit.mutate(groups, { onSuccess: close })}
          onClose={close}
        />
      )}
    </>
  );
}
