import type { Scope } from "@/features/collections";
import { useDocumentCount } from "@/features/documents";
import { useHealth } from "@/lib/health";
import { t } from "@/words";
import styles from "./EmptyConversation.module.css";
import { Welcome } from "./Welcome";

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
      <WhatLeaves languageModel={data?.language_model} />
      <Welcome
        documentCount={documentCount}
        languageModel={data?.language_model ?? null}
        scope={scope}
        onExample={onExample}
      />
    </div>
  );
}

/** The language models that run on the machine of the server. */
const ON_THE_MACHINE = ["extractive", "local"];

/** Says what leaves the machine. Each sentence has its place before it is known which one is true. */
function WhatLeaves({ languageModel }: { languageModel: string | undefined }) {
  const isLocal = languageModel && ON_THE_MACHINE.includes(languageModel);
  return (
    <p className={styles.leaves}>
      <span data-shown={isLocal || undefined}>{t.conversations.nothingLeaves}</span>
      <span data-shown={(languageModel && !isLocal) || undefined}>
        {t.conversations.questionsLeave}
      </span>
    </p>
  );
}
