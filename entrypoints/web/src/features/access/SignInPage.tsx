import { useEffect, useId, useState } from "react";
import { isNotSignedIn } from "@/lib/signedIn";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { useSignIn, useSignInWays } from "./queries";
import styles from "./SignInPage.module.css";

/** What the way back from a provider says in the address, in words. */
const FAILURES: Record<string, string> = {
  sign_in_failed: "The sign-in was not completed. Begin again.",
  not_a_member:
    "You are known to your organisation, but none of your groups is let in here. Ask whoever runs" +
    " this server.",
  rate_limited: "Too many sign-ins come from your network. Try again in a minute.",
  provider_unavailable:
    "Your organisation’s sign-in does not answer. Try again in a moment, or sign in with a key.",
};

/** Signs in with a key, or at the provider if there is one. */
export function SignInPage() {
  useTitle("Sign in");
  const id = useId();
  const [key, setKey] = useState("");
  const [failure] = useState(() => new URLSearchParams(window.location.search).get("sign_in"));
  const ways = useSignInWays();
  const signIn = useSignIn();

  useEffect(() => {
    // said once: a reload begins without it
    if (failure !== null) window.history.replaceState(null, "", window.location.pathname);
  }, [failure]);

  const said = signIn.error ? inWords(signIn.error) : failure !== null && FAILURES[failure];
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <h1>Sign in to Quoth</h1>
        {said && <Notice kind="error">{said}</Notice>}
        {ways.data?.provider && (
          <>
            <a className={styles.provider} href="/api/sign-in/provider/">
              Sign in with your organisation
            </a>
            <p className={styles.or}>or with a key</p>
          </>
        )}
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate(key);
          }}
        >
          <label htmlFor={id}>Key</label>
          <input
            id={id}
            type="password"
            name="key"
            autoComplete="current-password"
            spellCheck={false}
            required
            maxLength={200}
            placeholder="quoth_…"
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
          <Button look="primary" type="submit" disabled={signIn.isPending || signIn.isSuccess}>
            {signIn.isPending ? "Signing in…" : "Sign in"}
          </Button>
        </form>
        <p className={styles.hint}>
          An admin of your workspace makes keys. On the machine of the server,{" "}
          <code>quoth key create</code> does.
        </p>
      </div>
    </main>
  );
}

function inWords(error: Error): string {
  return isNotSignedIn(error) ? `${error.message} Check that it was copied whole.` : error.message;
}
