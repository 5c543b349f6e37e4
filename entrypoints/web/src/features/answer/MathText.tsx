import { useLayoutEffect, useRef, useState } from "react";
import { katex, loadKatex } from "./katex";
import styles from "./MathText.module.css";

const OPENERS = /^(\$\$?|\\[([])/;
const OPTIONS = { throwOnError: true, trust: false, maxExpand: 200, maxSize: 20, strict: false };

/** A formula in TeX, as it is written with its delimiters; shown so until it can be drawn. */
export function MathText({ written }: { written: string }) {
  const element = useRef<HTMLSpanElement>(null);
  const [isDrawn, setDrawn] = useState(false);

  useLayoutEffect(() => {
    let isCurrent = true;
    const draw = () => {
      if (isCurrent && element.current) setDrawn(drawInto(element.current, written));
    };
    if (katex.loaded) draw();
    else void loadKatex().then(draw, () => undefined);
    return () => {
      isCurrent = false;
    };
  }, [written]);

  return (
    <>
      <span ref={element} className={styles.math} hidden={!isDrawn} dir="ltr" />
      {!isDrawn && <code>{written}</code>}
    </>
  );
}

/** Draws a formula. Returns false if it is none that can be drawn. */
function drawInto(element: HTMLElement, written: string): boolean {
  const opener = OPENERS.exec(written)?.[0] ?? "$";
  const source = written.slice(opener.length, -opener.length);
  const displayMode = opener === "$$" || opener === "\\[";
  try {
    katex.loaded?.render(source, element, { ...OPTIONS, displayMode });
    return katex.loaded !== null;
  } catch {
    return false;
  }
}
