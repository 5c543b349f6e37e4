import { useEffect, useId, useState } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { isNotSignedIn } from "@/lib/signedIn";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { useSignIn, useSignInWays } from "./queries";
import styles from "./SignInPage.module.css";

/** Signs in with a key, or at the provider if there is one. */
export function SignInPage() {
  useTitle(t.access.signIn);
  const id = useId();
  const [key, setKey] = useState("");
  const [failure] = useState(() => new URLSearchParams(window.location.search).get("sign_in"));
  const ways = useSignInWays();
  const signIn = useSignIn();

  useEffect(() => {
    // said once: a reload begins without it
    if (failure !== null) window.history.replaceState(null, "", window.location.pathname);
  }, [failure]);

  const said = signIn.error ? inWords(signIn.error) : failureInWords(failure);
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <h1>{t.access.signInTitle}</h1>
        {said && <Notice kind="error">{said}</Notice>}
        {ways.data?.provider && (
          <>
            <a className={styles.provider} href="/api/sign-in/provider/">
              {t.access.signInWithOrganisation}
            </a>
            <p className={styles.or}>{t.access.orWithKey}</p>
          </>
        )}
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate(key);
          }}
        >
          <label htmlFor={id}>{t.access.key}</label>
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
            {signIn.isPending ? t.access.signingIn : t.access.signIn}
          </Button>
        </form>
        <p className={styles.hint}>{t.access.whoMakesKeys(<code>quoth key create</code>)}</p>
      </div>
    </main>
  );
}

function inWords(error: Error): string {
  return isNotSignedIn(error) ? t.access.checkKey(errorInWords(error)) : errorInWords(error);
}

/** Returns what the way back from a provider says in the address, in words. */
function failureInWords(failure: string | null): string | undefined {
  const known: Record<string, string> = t.access.failures;
  return failure === null ? undefined : known[failure];
}
