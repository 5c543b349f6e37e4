import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ListedSession } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { t } from "@/words";
import { titleOf } from "./ConversationListEntry";
import { conversationKeys, deleteConversation, refreshConversationList } from "./queries";

interface Props {
  session: ListedSession;
  onClose(): void;
  onDeleted(): void;
}

export function ConversationListDelete({ session, onClose, onDeleted }: Props) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteConversation(session.session_id),
    onSuccess: async () => {
      await refreshConversationList(client);
      onDeleted();
      client.removeQueries({ queryKey: conversationKeys.one(session.session_id) });
    },
  });

  return (
    <Dialog open onClose={onClose} title={t.conversations.deleteTitle}>
      <p>{t.conversations.deleteDetails(<bdi>{titleOf(session)}</bdi>)}</p>
      {error && <Notice kind="error">{errorInWords(error)}</Notice>}
      <DialogActions>
        <Button data-autofocus="true" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button look="danger" disabled={isPending} onClick={() => mutate()}>
          {t.common.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
