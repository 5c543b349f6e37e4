import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import type { Document } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import styles from "@/ui/Form.module.css";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { refreshDocuments } from "./queries";

interface Props {
  onClose(): void;
  onAdded(document: Document): void;
}

/** Adds the page or file at an address of the web. */
export function AddressDialog({ onClose, onAdded }: Props) {
  const [url, setUrl] = useState("");
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: (address: string): Promise<Document> =>
      unwrap(api.POST("/api/document/from-web", { body: { url: address } })),
    onSuccess: (document) => {
      refreshDocuments(client);
      onAdded(document);
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t.documents.addWebAddress}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (url.trim() !== "") add.mutate(withScheme(url.trim()));
        }}
      >
        <Field label={t.documents.address} hint={t.documents.addressHint}>
          {(field) => (
            <input
              {...field}
              type="text"
              dir="ltr"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              maxLength={2000}
              placeholder="https://example.org/handbook.html"
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Field>
        {add.error && <Notice kind="error">{errorInWords(add.error)}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={url.trim() === "" || add.isPending}>
            {add.isPending ? t.documents.gettingPage : t.common.add}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function withScheme(address: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
}
