import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FocusEvent, useId, useState } from "react";
import type { ListedSession } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { IconButton } from "@/ui/Button";
import { CheckIcon, CloseIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import styles from "./ConversationListRename.module.css";
import { changeConversation, conversationKeys } from "./queries";

const LONGEST_TITLE = 200;

interface Props {
  session: ListedSession;
  onClose(): void;
}

/** The title of a conversation as a field, in its place. Enter saves it, Escape leaves it. */
export function ConversationListRename({ session, onClose }: Props) {
  const client = useQueryClient();
  const id = useId();
  const was = session.title ?? "";
  const [title, setTitle] = useState(was);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => changeConversation(session.session_id, { title }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: conversationKeys.all });
      onClose();
    },
  });
  const isUnchanged = title.trim() === "" || title === was;

  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget) && isUnchanged) onClose();
  };

  return (
    <form
      className={styles.form}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.preventDefault(); // so that it closes nothing else
        event.stopPropagation();
        onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isUnchanged) onClose();
        else mutate();
      }}
    >
      <VisuallyHidden>
        <label htmlFor={id}>{t.conversations.titleField}</label>
      </VisuallyHidden>
      <input
        id={id}
        className={styles.input}
        // biome-ignore lint/a11y/noAutofocus: it takes the place of what was chosen
        autoFocus
        dir="auto"
        maxLength={LONGEST_TITLE}
        value={title}
        aria-invalid={error !== null}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => setTitle(event.target.value)}
        // backwards, so that a long title is shown from its start
        onFocus={({ target }) => target.setSelectionRange(0, target.value.length, "backward")}
      />
      <IconButton
        label={t.conversations.saveTitle}
        icon={<CheckIcon />}
        type="submit"
        aria-disabled={isPending}
      />
      <IconButton label={t.conversations.leaveTitle} icon={<CloseIcon />} onClick={onClose} />
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {errorInWords(error)}
        </p>
      )}
    </form>
  );
}
