import type { Scope } from "@/features/collections";
import { useDocumentCount } from "@/features/documents";
import { useAnsweringModel } from "@/features/models";
import { useHealth } from "@/lib/health";
import { t } from "@/words";
import styles from "./EmptyConversation.module.css";
import { Welcome } from "./Welcome";

const LEAVING = ["nothing", "questions", "documents"] as const;

interface Props {
  scope: Scope;
  onExample(question: string): void;
}

/** Shown above the field before the first question is asked. */
export function EmptyConversation({ scope, onExample }: Props) {
  const documentCount = useDocumentCount();
  const { data } = useHealth();
  return (
    <div className={styles.empty}>
      <h1 className={styles.title}>{t.conversations.welcome}</h1>
      <p className={styles.lead}>{t.conversations.welcomeDetails}</p>
      <WhatLeaves />
      <Welcome
        documentCount={documentCount}
        languageModel={data?.language_model ?? null}
        scope={scope}
        onExample={onExample}
      />
    </div>
  );
}

/** Says what leaves the machine. Each sentence has its place before it is known which one is true. */
function WhatLeaves() {
  const leaving = useAnsweringModel()?.leaving;
  return (
    <p className={styles.leaves}>
      {LEAVING.map((each) => (
        <span key={each} data-shown={each === leaving || undefined}>
          {t.conversations.leaving[each]}
        </span>
      ))}
    </p>
  );
}
