/** Parts of a page that are loaded when they are first shown, or before. */

import { type ComponentType, lazy, useEffect, useSyncExternalStore } from "react";
import { useHealth } from "@/lib/health";
import { completeWords } from "@/lib/language";
import { LazyModule, type LoadFailure } from "@/lib/lazyModule";
import { t } from "@/words";
import { Button } from "./Button";
import styles from "./lazyPart.module.css";
import { Notice } from "./Notice";

const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * Returns a component that loads another one, with a function that loads it ahead of its use.
 *
 * It suspends while it and its words load. Unlike React's `lazy`, it tries again after a failure.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>) {
  const module = new LazyModule(async () => {
    const part = await load();
    await completeWords();
    return part;
  });

  function Part(props: P) {
    const state = useSyncExternalStore(module.subscribe, module.getSnapshot);
    if (state.kind === "loaded") return <state.value {...props} />;
    if (state.kind === "loading") return null;
    return (
      <div className={styles.part} role="status">
        <Failure failure={state.failure} attempts={state.attempts} onRetry={module.load} />
      </div>
    );
  }

  const LazyPart = lazy(async () => {
    await module.load();
    return { default: Part };
  });
  return Object.assign(LazyPart, { preload: module.load });
}

interface FailureProps {
  failure: LoadFailure;
  attempts: number;
  onRetry(): void;
}

function Failure({ failure, attempts, onRetry }: FailureProps) {
  if (failure === "away") return <ServerAway attempts={attempts} onRetry={onRetry} />;
  return (
    <Notice actions={<Button onClick={() => window.location.reload()}>{t.common.reload}</Button>}>
      {failure === "updated" ? t.server.updated : t.server.partNotLoaded}
    </Notice>
  );
}

function ServerAway({ attempts, onRetry }: Omit<FailureProps, "failure">) {
  const { isSuccess: isHealthKnown, refetch } = useHealth();

  useEffect(() => {
    const pause = BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length) - 1];
    const timer = setTimeout(onRetry, pause);
    window.addEventListener("online", onRetry);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", onRetry);
    };
  }, [attempts, onRetry]);

  // else up to half a minute could pass until the pages know that the server is away
  useEffect(() => void refetch(), [refetch]);
  useEffect(() => {
    if (isHealthKnown) onRetry();
  }, [isHealthKnown, onRetry]);

  return (
    <Notice kind="warning" actions={<Button onClick={() => onRetry()}>{t.common.tryAgain}</Button>}>
      {t.server.partAway}
    </Notice>
  );
}
