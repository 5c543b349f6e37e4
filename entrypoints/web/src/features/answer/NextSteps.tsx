import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { Button, ButtonLink } from "@/ui/Button";
import { EditIcon, PlusIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./AnswerView.module.css";
import type { Answer } from "./answer";

interface Props {
  answer: Answer;
  onAskOtherwise(): void;
}

/** What a person can do if the documents have no answer. */
export function NextSteps({ answer, onAskOtherwise }: Props) {
  return (
    <div className={styles.steps}>
      <Link href={paths.documents} asChild>
        <ButtonLink icon={<PlusIcon />}>{t.common.addDocuments}</ButtonLink>
      </Link>
      {answer.reason !== "no_documents" && (
        <Button icon={<EditIcon />} onClick={onAskOtherwise}>
          {t.answer.askOtherwise}
        </Button>
      )}
    </div>
  );
}
