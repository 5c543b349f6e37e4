import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Session } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import styles from "./ConversationListRename.module.css";
import { conversationKeys, renameConversation } from "./queries";

const LONGEST_TITLE = 200;

interface Props {
  session: Session;
  onClose(): void;
}

export function ConversationListRename({ session, onClose }: Props) {
  const client = useQueryClient();
  const id = useId();
  const [title, setTitle] = useState(session.title ?? "");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => renameConversation(session.session_id, title),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: conversationKeys.all });
    },
  });

  return (
    <Dialog open onClose={onClose} title="Rename conversation">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <label className={styles.label} htmlFor={id}>
          Title
        </label>
        <input
          id={id}
          className={styles.input}
          data-autofocus="true"
          required
          dir="auto"
          maxLength={LONGEST_TITLE}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        {error && <Notice kind="error">{error.message}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={isPending || title.trim() === ""}>
            Rename
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
