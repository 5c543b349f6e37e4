/** What can go wrong, by its code; null for the message, which is English. */
export const errors = {
  inWords: (_code: string, _retryAfter: number | null): string | null => null,
};
