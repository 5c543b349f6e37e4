import { Button, IconButton } from "@/ui/Button";
import { MinusIcon, PlusIcon } from "@/ui/icons";
import { PlaceField } from "@/ui/PlaceField";
import { t } from "@/words/all";
import { nextZoom } from "./geometry";
import styles from "./PdfToolbar.module.css";

interface Props {
  page: number;
  pages: number;
  /** 1 is as wide as there is room. */
  zoom: number;
  onPage(page: number): void;
  onZoom(zoom: number): void;
}

/** The number of the page that is read, and its size. */
export function PdfToolbar({ page, pages, zoom, onPage, onZoom }: Props) {
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t.common.pages}>
      <PlaceField label={t.reader.page} value={page} count={pages} onGo={onPage} />
      <div className={styles.zoom}>
        <IconButton
          label={t.reader.zoomOut}
          icon={<MinusIcon />}
          disabled={nextZoom(zoom, "out") === zoom}
          onClick={() => onZoom(nextZoom(zoom, "out"))}
        />
        <IconButton
          label={t.reader.zoomIn}
          icon={<PlusIcon />}
          disabled={nextZoom(zoom, "in") === zoom}
          onClick={() => onZoom(nextZoom(zoom, "in"))}
        />
        <Button look="quiet" aria-pressed={zoom === 1} onClick={() => onZoom(1)}>
          {t.reader.fitWidth}
        </Button>
      </div>
    </div>
  );
}
