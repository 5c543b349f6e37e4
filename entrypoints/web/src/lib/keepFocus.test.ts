import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepFocus } from "./keepFocus";

let end: () => void;
let hasMouse = true;

function draw(html: string): void {
  document.body.innerHTML = `<main data-focus-falls-to="h1">${html}</main>`;
}

const find = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector) as T;
const focused = () => document.activeElement;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  hasMouse = true;
  vi.stubGlobal("matchMedia", () => ({ matches: hasMouse }));
  end = keepFocus();
});

afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

test("moves to what the nearest element names when the focused control disappears", async () => {
  draw(`<h1>Documents</h1><section data-focus-falls-to="h2"><h2>Uploads</h2>
    <ul><li><button>Dismiss</button></li></ul></section>`);
  find("button").focus();
  find("li").remove();
  await vi.waitFor(() => expect(focused()).toBe(find("h2")));

  find("section").remove();
  await vi.waitFor(() => expect(focused()).toBe(find("h1")));
});

test.each([
  [true, "textarea"],
  [false, "h1"],
])("with a mouse (%s) moves to %s: a field would open an on-screen keyboard", async (...given) => {
  const [mouse, heir] = given;
  hasMouse = mouse;
  draw(`<h1>Pumps</h1><div data-focus-falls-to="textarea, h1"><button>Stop</button></div>
    <textarea></textarea>`);
  find("button").focus();
  find("button").remove();
  await vi.waitFor(() => expect(focused()).toBe(find(heir)));
});

test("leaves focus where the page moved it", async () => {
  draw("<h1>Pumps</h1><button>Delete</button><p tabindex='-1'>Deleted</p>");
  find("button").focus();
  find("button").remove();
  find("p").focus();
  await vi.waitFor(() => expect(focused()).toBe(find("p")));
});

test("leaves nothing focused if the user left the control before", async () => {
  draw("<h1>Pumps</h1><button>Delete</button>");
  find("button").focus();
  find("button").blur();
  await settled();
  find("button").remove();
  await settled();
  expect(focused()).toBe(document.body);
});
