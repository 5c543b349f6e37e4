/** Whether the keyboard has a command key, which is held where others hold Ctrl. */
export const IS_MAC = /^(Mac|iP)/.test(navigator.platform);
