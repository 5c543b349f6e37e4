/** Keys, as they are named on keyboards. */
export const shortcuts = {
  keyNames: { ctrl: "Ctrl", enter: "Enter", shift: "Shift", esc: "Esc" },
};
