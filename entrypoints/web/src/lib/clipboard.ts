/** Writes a text to the clipboard. Returns whether that succeeded. */
export async function writeToClipboard(text: string): Promise<boolean> {
  // the clipboard API is missing if the page was loaded over plain HTTP from another machine
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // not allowed; execCommand may be
    }
  }
  return copySelection(text);
}

/** Writes a text to the clipboard that programs with formatted text get as HTML. */
export async function writeRichText(html: string, text: string): Promise<boolean> {
  if (navigator.clipboard && typeof ClipboardItem !== "undefined") {
    const kinds = { "text/html": html, "text/plain": text };
    const blobs = Object.entries(kinds).map(([type, each]) => [type, new Blob([each], { type })]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      // not allowed, or HTML is not known
    }
  }
  return writeToClipboard(text);
}

function copySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.setAttribute("aria-hidden", "true");
  Object.assign(area.style, { position: "fixed", top: "0", opacity: "0" });
  document.body.append(area);
  try {
    area.select();
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
