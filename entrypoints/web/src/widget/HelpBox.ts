/** The button and the box, in a tree of their own that no style of the page reaches. */

import type { Conversation } from "./conversation";
import { button, element, icon } from "./elements";
import { spoken } from "./turn";
import { type TurnView, turnView } from "./turnView";
import styles from "./widget.css?inline";
import { t } from "./words";

const CLOSE = "M6 6l12 12M18 6L6 18";
const SPEECH = "M4 5h16v11H9l-5 4z";
const SEND = "M12 19V5M6 11l6-6 6 6";
const STOP = "M7 7h10v10H7z";
const AGAIN = "M4 11a8 8 0 1 1 2.3 6.3M4 5v6h6";
const MAX_QUESTION = "32000";

export class HelpBox {
  readonly host = element("quoth-help" as "div");
  readonly #conversation: Conversation;
  readonly #views: TurnView[] = [];
  readonly #opener: HTMLButtonElement;
  readonly #box: HTMLElement;
  readonly #log = element("div", { class: "log" });
  readonly #hint: HTMLElement;
  readonly #status = element("p", { class: "hidden", role: "status" });
  readonly #question: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #again: HTMLButtonElement;
  #frame = 0;
  #wasAnswering = false;

  /** `theme` is `light` or `dark`; by default as the visitor's system. */
  constructor(conversation: Conversation, title: string, theme: string | undefined) {
    this.#conversation = conversation;
    this.#opener = button(
      { class: "opener", "aria-expanded": "false", "aria-controls": "box" },
      () => this.#toggle(),
      icon(SPEECH),
      element("span", {}, title),
    );
    this.#question = element("textarea", {
      rows: "1",
      dir: "auto",
      maxlength: MAX_QUESTION,
      placeholder: t.yourQuestion,
      "aria-label": t.yourQuestion,
    });
    this.#send = button({ class: "send" }, () => this.#sendOrStop());
    const label = { class: "icon", "aria-label": t.newConversation };
    this.#again = button(label, () => this.#startAnew(), icon(AGAIN));
    this.#hint = element("p", { class: "note" }, t.hint);
    this.#box = element(
      "section",
      { id: "box", class: "box", role: "dialog", "aria-label": title },
      element(
        "header",
        {},
        element("h2", {}, title),
        this.#again,
        button({ class: "icon", "aria-label": t.close }, () => this.close(), icon(CLOSE)),
      ),
      this.#log,
      this.#status,
      element("div", { class: "form" }, this.#question, this.#send),
    );
    this.#box.hidden = true;
    this.#log.append(this.#hint);

    this.host.lang = t.language;
    this.host.dir = "ltr"; // as all languages of the box, whatever the page's is
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const within = element("div", { class: "root" }, this.#box, this.#opener);
    if (theme !== undefined) within.style.colorScheme = theme;
    root.append(within);

    this.#box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      event.stopPropagation(); // shortcuts of the page are not meant
    });
    this.#question.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!conversation.isAnswering) this.#sendOrStop();
    });
    this.#question.addEventListener("input", () => this.#fit());
    conversation.onChange = () => this.#renderSoon();
    this.#render();
  }

  open(): void {
    this.#box.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    this.#question.focus();
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  close(): void {
    this.#box.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    this.#opener.focus();
  }

  #toggle(): void {
    if (this.#box.hidden) this.open();
    else this.close();
  }

  #sendOrStop(): void {
    if (this.#conversation.isAnswering) {
      this.#conversation.stop();
      return;
    }
    const question = this.#question.value;
    if (question.trim() === "") return;
    this.#question.value = "";
    this.#fit();
    this.#log.scrollTop = this.#log.scrollHeight;
    void this.#conversation.ask(question);
  }

  #startAnew(): void {
    this.#conversation.clear();
    this.#question.focus();
  }

  #retry(): void {
    this.#question.focus(); // the button, which has the focus, goes
    void this.#conversation.retry();
  }

  /** Reads the answer out once, when it is whole. */
  #announce(): void {
    const last = this.#conversation.turns.at(-1);
    this.#status.textContent = last === undefined ? "" : (last.error ?? spoken(last));
  }

  #fit(): void {
    this.#question.style.height = "auto";
    this.#question.style.height = `${this.#question.scrollHeight}px`;
  }

  #renderSoon(): void {
    // a hidden tab renders no frames
    if (document.hidden) this.#render();
    else if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#render());
  }

  #render(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { turns, isAnswering } = this.#conversation;
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 40;
    for (const view of this.#views.splice(turns.length)) view.root.remove();
    turns.forEach((turn, index) => {
      let view = this.#views[index];
      if (view === undefined) {
        view = turnView(turn, `turn-${index}`, () => this.#retry());
        this.#views.push(view);
        this.#log.append(view.root);
        view.update(turn);
      } else if (index === turns.length - 1) view.update(turn); // those before it are finished
    });
    this.#hint.hidden = turns.length > 0;
    this.#again.hidden = turns.length === 0;
    this.#send.replaceChildren(icon(isAnswering ? STOP : SEND));
    this.#send.setAttribute("aria-label", isAnswering ? t.stop : t.ask);
    if (isAnswering) this.#status.textContent = t.searching;
    else if (this.#wasAnswering) this.#announce();
    this.#wasAnswering = isAnswering;
    if (isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }
}
