import { Menu as AriaMenu, type MenuProps } from "@ariakit/react";

/** A menu below its button. Escape closes it, and nothing else on the page. */
export function Menu(props: MenuProps) {
  return <AriaMenu fixed gutter={4} unmountOnHide hideOnEscape={takeEscape} {...props} />;
}

/** Says that Escape is taken: by the time it comes to the window, the menu is gone. */
function takeEscape(event: { preventDefault(): void }): boolean {
  event.preventDefault();
  return true;
}
