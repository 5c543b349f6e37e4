/** Returns a key that no other request has. */
export function newIdempotencyKey(): string {
  // `crypto.randomUUID` is missing where the page came over plain http from another machine
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
