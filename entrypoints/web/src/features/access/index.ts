/** Signing in, who is signed in, and what admins see of that. */

export { Account } from "./Account";
export { AccessPage } from "./lazyPages";
export { useMe } from "./queries";
export { SignInGate } from "./SignInGate";
