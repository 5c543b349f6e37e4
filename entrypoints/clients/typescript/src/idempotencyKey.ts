/** Returns a unique key for a request. */
export function newIdempotencyKey(): string {
  // `crypto.randomUUID` is missing if the page was loaded over plain HTTP from another machine
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
