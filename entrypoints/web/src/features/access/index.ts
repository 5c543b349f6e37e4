/** Signing in, who is signed in, and what admins see of that. */

export { Account } from "./Account";
export { AccessPage } from "./lazyPages";
export { SignInGate } from "./SignInGate";
