import { MenuButton, MenuItem, MenuProvider } from "@ariakit/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { writeRichText, writeToClipboard } from "@/lib/clipboard";
import { Button } from "@/ui/Button";
import { CheckIcon, CopyIcon, DownIcon } from "@/ui/icons";
import { Menu } from "@/ui/Menu";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import type { Answer } from "./answer";
import styles from "./CopyMenu.module.css";
import { withCitations } from "./copyWithCitations";
import { plainText } from "./plainText";
import { richText } from "./richText";

const SHOWN_FOR_MS = 2_500;

/** Copies an answer: with its look, as Markdown with footnotes, or its words alone. */
export function CopyMenu({ answer }: { answer: Answer }) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  const bar = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (write: () => Promise<boolean>) => {
    setOutcome((await write()) ? "copied" : "failed");
  };
  const asShown = () => writeRichText(richText(answer, drawnBeside(bar)), withCitations(answer));

  return (
    <span ref={bar} className={styles.copy}>
      <Button
        look="quiet"
        icon={outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
        onClick={() => void copy(asShown)}
      >
        {/* in one place, so that nothing moves */}
        <span className={styles.words}>
          <span hidden={outcome === "copied"}>{t.common.copy}</span>
          <span hidden={outcome !== "copied"}>{t.common.copied}</span>
        </span>
      </Button>
      <MenuProvider placement="bottom-start">
        <MenuButton className={styles.more} aria-label={t.answer.copyAs} title={t.answer.copyAs}>
          <DownIcon />
        </MenuButton>
        <Menu
          portal
          portalElement={() => document.querySelector("main") ?? document.body}
          preserveTabOrder={false}
          className={styles.menu}
        >
          <MenuItem
            className={styles.item}
            onClick={() => void copy(() => writeToClipboard(withCitations(answer)))}
          >
            {t.answer.copyAsMarkdown}
          </MenuItem>
          <MenuItem
            className={styles.item}
            onClick={() => void copy(() => writeToClipboard(plainText(answer)))}
          >
            {t.answer.copyWords}
          </MenuItem>
        </Menu>
      </MenuProvider>
      <VisuallyHidden>
        <span role="status">
          {outcome === "copied" && t.common.copied}
          {outcome === "failed" && t.common.couldNotCopy}
        </span>
      </VisuallyHidden>
      {outcome === "failed" && <span aria-hidden="true">{t.common.couldNotCopy}</span>}
    </span>
  );
}

/** Returns the text of the answer that a button is below, as it is drawn. */
function drawnBeside(button: RefObject<HTMLElement | null>): Element | null {
  return button.current?.closest("article")?.querySelector("[data-answer-text]") ?? null;
}
