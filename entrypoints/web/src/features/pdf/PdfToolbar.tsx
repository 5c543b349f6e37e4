import { useEffect, useId, useState } from "react";
import { Button, IconButton } from "@/ui/Button";
import { MinusIcon, PlusIcon } from "@/ui/icons";
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
  const [typed, setTyped] = useState(`${page}`);
  const field = useId();
  useEffect(() => setTyped(`${page}`), [page]);

  const go = () => {
    const wanted = Number.parseInt(typed, 10);
    if (wanted >= 1 && wanted <= pages && wanted !== page) onPage(wanted);
    else setTyped(`${page}`);
  };
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Pages">
      <form
        className={styles.pages}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <label htmlFor={field}>Page</label>
        <input
          id={field}
          className={styles.number}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={go}
        />
        <span>of {pages.toLocaleString("en")}</span>
      </form>
      <div className={styles.zoom}>
        <IconButton
          label="Zoom out"
          icon={<MinusIcon />}
          disabled={nextZoom(zoom, "out") === zoom}
          onClick={() => onZoom(nextZoom(zoom, "out"))}
        />
        <IconButton
          label="Zoom in"
          icon={<PlusIcon />}
          disabled={nextZoom(zoom, "in") === zoom}
          onClick={() => onZoom(nextZoom(zoom, "in"))}
        />
        <Button look="quiet" aria-pressed={zoom === 1} onClick={() => onZoom(1)}>
          Fit width
        </Button>
      </div>
    </div>
  );
}
