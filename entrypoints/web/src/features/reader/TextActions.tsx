import { Button } from "@/ui/Button";
import { CodeIcon, LayersIcon } from "@/ui/icons";
import { t } from "@/words/all";
import styles from "./TextView.module.css";

/** How a text is shown, apart from what its file is. */
export interface TextOptions {
  asStored: boolean;
  /** Whether the starts of the chunks are marked. */
  chunksShown: boolean;
}

interface Props {
  options: TextOptions;
  /** Whether the text is shown in another way than it is stored. */
  isRendered: boolean;
  hasPassages: boolean;
  onChange(options: TextOptions): void;
}

/** The buttons that change how a text is shown. */
export function TextActions({ options, isRendered, hasPassages, onChange }: Props) {
  const { asStored, chunksShown } = options;
  return (
    <div className={styles.actions}>
      {isRendered && (
        <Button
          look="quiet"
          icon={<CodeIcon />}
          aria-pressed={asStored}
          onClick={() => onChange({ ...options, asStored: !asStored })}
        >
          {t.reader.showAsStored}
        </Button>
      )}
      {hasPassages && (
        <Button
          look="quiet"
          icon={<LayersIcon />}
          aria-pressed={chunksShown}
          onClick={() => onChange({ ...options, chunksShown: !chunksShown })}
        >
          {t.reader.showPassages}
        </Button>
      )}
    </div>
  );
}
