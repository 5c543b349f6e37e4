/** Places in documents, parts of the past, and the condition of the server. */
export const places = {
  page: (page: number) => `page ${page}`,
  slide: (slide: number) => `slide ${slide}`,
  sheet: (sheet: string) => `sheet ${sheet}`,
  row: (row: number) => `row ${row}`,
};

export const dates = {
  today: "Today",
  yesterday: "Yesterday",
  lastWeek: "Last 7 days",
  lastMonth: "Last 30 days",
};

export const server = {
  starting:
    "Quoth is starting. The first start takes about 20 seconds. This page goes on by itself.",
  away: "The server is not responding. It may be restarting: this page goes on by itself when it is back, and what you typed is saved. If it stays away, check that Quoth is running.",
  offline:
    "This device is offline. The page goes on by itself when the connection is back, and what you typed is saved.",
  updated: "Quoth was updated. Reload the page to go on; what you typed is saved.",
  partNotLoaded:
    "This part of the page could not be loaded. Reload the page; what you typed is saved.",
  partAway: "The server is not responding. This part of the page will appear when it does.",
  formulasNotLoaded: "The style sheet of formulas could not be loaded.",
};

export const groups = {
  add: "Add a group",
  remove: (group: string) => `Remove the group ${group}`,
};
