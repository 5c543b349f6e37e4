import {
  type PDFDocumentProxy,
  type PDFPageProxy,
  RenderingCancelledException,
  TextLayer,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { type RefObject, useEffect, useState } from "react";
import type { PageSize } from "./layout";

type DrawingState = "drawing" | "drawn" | "failed";

/** The largest picture of a page in pixels: browsers refuse, or fill their memory with, larger ones. */
const MOST_PIXELS = 16_000_000;

interface Options {
  document: PDFDocumentProxy;
  index: number;
  /** In pixels of the screen. */
  width: number;
  /** Where the picture goes. */
  picture: RefObject<HTMLDivElement | null>;
  /** Where the text goes. */
  text: RefObject<HTMLDivElement | null>;
  onPageSize(size: PageSize): void;
}

/** Draws a page and lays its text over it; draws it again in another width. */
export function useDrawing(options: Options): DrawingState {
  const { document, index, width, picture, text, onPageSize } = options;
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [state, setState] = useState<DrawingState>("drawing");

  useEffect(() => {
    let isShown = true;
    document.getPage(index + 1).then(
      (loaded) => {
        if (!isShown) return;
        const viewport = loaded.getViewport({ scale: 1 });
        onPageSize({ width: viewport.width, height: viewport.height });
        setPage(loaded);
      },
      () => isShown && setState("failed"),
    );
    return () => {
      isShown = false;
    };
  }, [document, index, onPageSize]);

  useEffect(() => {
    if (page === null || width === 0) return;
    const { canvas, task } = render(page, width);
    task.promise.then(
      () => {
        // the earlier picture stays until there is a sharper one
        picture.current?.replaceChildren(canvas);
        setState("drawn");
      },
      (error: unknown) => {
        if (!(error instanceof RenderingCancelledException)) setState("failed");
      },
    );
    return () => task.cancel();
  }, [page, width, picture]);

  useEffect(() => {
    const container = text.current;
    if (page === null || container === null) return;
    const layer = new TextLayer({
      textContentSource: page.streamTextContent(),
      container,
      viewport: page.getViewport({ scale: 1 }),
    });
    // a page without its text can still be read
    layer.render().catch(() => undefined);
    return () => {
      layer.cancel();
      container.replaceChildren();
    };
  }, [page, text]);

  return state;
}

function render(page: PDFPageProxy, width: number) {
  const { width: points, height } = page.getViewport({ scale: 1 });
  const scale = width / points;
  const pixels = width * height * scale;
  const density = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / pixels));
  const viewport = page.getViewport({ scale: scale * density });
  const canvas = window.document.createElement("canvas");
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  return { canvas, task: page.render({ canvas, viewport }) };
}
