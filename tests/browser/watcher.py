"""A watch on all that comes into a page: nothing that a text brings may become part of it."""

from playwright.sync_api import Page

# a script for `Pages`, which watches each page from its load on: every element and attribute, as
# soon as it is there; what is left out is what the client itself is made of: its own scripts and
# styles, icons without a name, its forms
WATCH = """
(() => {
  const FORBIDDEN = "applet,area,audio,base,embed,frame,frameset,iframe,image,img,marquee,math," +
    "meta,object,picture,source,template,track,use,video,foreignObject,animate,set";
  const ADDRESSES = ["href", "src", "srcset", "action", "formaction", "data", "poster", "ping",
    "srcdoc", "background", "xlink:href", "cite", "manifest"];
  const seen = window.watched = { intruders: [], lengths: new Set() };
  const isOwn = (value) => {
    const url = new URL(value, location.href);
    return url.origin === location.origin && url.protocol === location.protocol;
  };
  const report = ({ outerHTML }, why) => seen.intruders.push(`${why}: ${outerHTML.slice(0, 200)}`);
  const inspect = (element) => {
    // not the whole reader, which has fields of its own above the text
    const isContent = element.closest("article, [aria-label$=' of the document'], mark, q, li, " +
      "[aria-label='Saved passage'], bdi, h1, h2");
    if (element.matches(FORBIDDEN)) report(element, "element");
    if (element.matches("script, style, link") && !isOwn(element.src ?? element.href ?? "x:"))
      report(element, "element");
    const isRename = element.closest("nav li > form:not([action])");
    const isField = element.matches("form, input, textarea, select");
    if (isContent && (element.matches("script, style, link, title") || (isField && !isRename)))
      report(element, "element in a text");
    if (element.closest("article") && element.matches("a")) report(element, "link in an answer");
    if (element.matches("svg") && element.getAttribute("aria-hidden") !== "true")
      report(element, "picture");
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) report(element, name);
      if (ADDRESSES.includes(name) && !isOwn(value)) report(element, name);
      if (name === "style" && /url|image|expression|@import/i.test(value)) report(element, name);
      if (name === "target" || name === "http-equiv") report(element, name);
    }
  };
  const inspectAll = (root) => {
    if (!(root instanceof Element)) return;
    inspect(root);
    for (const element of root.querySelectorAll("*")) inspect(element);
  };
  const observer = new MutationObserver((mutations) => {
    for (const { type, target, addedNodes } of mutations) {
      if (type === "attributes") inspect(target);
      else for (const node of addedNodes) inspectAll(node);
    }
    const answer = [...document.querySelectorAll("article")].at(-1);
    if (answer) seen.lengths.add(answer.textContent.length);
  });
  // from when the page as it is served has been read, and before the first of its scripts
  const begin = () =>
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener("readystatechange", begin, { once: true });
  for (const name of ["alert", "confirm", "prompt", "open", "print"])
    window[name] = () => { seen.intruders.push(`called: ${name}`); return null; };
})();
"""


def intruders(page: Page) -> list[str]:
    """Return what came in since the page was loaded and has no business there."""
    found: list[str] = page.evaluate("() => [...new Set(watched.intruders)]")
    return found


def states_seen(page: Page) -> int:
    """Return how many lengths the last answer has had while it was watched."""
    count: int = page.evaluate("() => watched.lengths.size")
    return count
