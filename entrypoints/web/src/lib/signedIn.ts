/** Whether an error says that nobody is signed in. */
export function isNotSignedIn(error: unknown): boolean {
  return error instanceof Error && "status" in error && error.status === 401;
}
