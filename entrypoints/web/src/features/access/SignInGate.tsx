import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, Suspense, useEffect } from "react";
import { meQuery, useMe } from "@/lib/me";
import { isNotSignedIn } from "@/lib/signedIn";
import { SignInPage } from "./lazyPages";

/** Shows the page, or how to sign in once the server says that nobody is. */
export function SignInGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { error } = useMe();

  // a sign-in ends with its time, its key or its person: whatever notices first asks who is here
  useEffect(() => {
    const notice = (failure: unknown, isAboutMe = false) => {
      if (isNotSignedIn(failure) && !isAboutMe) {
        void client.invalidateQueries({ queryKey: meQuery.queryKey });
      }
    };
    const stops = [
      client.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") {
          notice(event.action.error, event.query.queryKey[0] === meQuery.queryKey[0]);
        }
      }),
      client.getMutationCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") notice(event.action.error);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);

  if (!isNotSignedIn(error)) return children;
  return (
    <Suspense>
      <SignInPage />
    </Suspense>
  );
}
