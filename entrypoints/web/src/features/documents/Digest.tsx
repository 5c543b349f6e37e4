import { useState } from "react";
import { IconButton } from "@/ui/Button";
import { CheckIcon, CopyIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words/all";
import styles from "./Digest.module.css";

const SHORT = 12;

/** A shortened digest with a button that copies it in full. */
export function Digest({ digest }: { digest: string }) {
  const [copied, setCopied] = useState(false);
  const [isWhole, setWhole] = useState(false);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(digest);
      setCopied(true);
    } catch {
      // without a clipboard (plain HTTP), show the full digest so that the user can select it
      setWhole(true);
    }
  };

  return (
    <>
      <code className={styles.digest}>{isWhole ? digest : `${digest.slice(0, SHORT)}…`}</code>
      {!isWhole && (
        <IconButton
          label={t.documents.copyDigest}
          icon={copied ? <CheckIcon /> : <CopyIcon />}
          onClick={() => void copy()}
        />
      )}
      <VisuallyHidden>
        <span role="status">{copied ? t.common.copied : ""}</span>
      </VisuallyHidden>
    </>
  );
}
