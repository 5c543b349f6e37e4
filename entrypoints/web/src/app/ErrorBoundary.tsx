import { Component, type ReactNode } from "react";
import { Button } from "@/ui/Button";
import styles from "./Page.module.css";

interface Props {
  children: ReactNode;
}

/** Shows an error in place of a page that failed to render. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main className={styles.page}>
        <h1>This page failed</h1>
        <p>
          Something in the page went wrong, so it was taken away. Your documents and conversations
          are safe: the server keeps them. Load the page again; if it fails again, report the words
          below.
        </p>
        <pre className={styles.details}>
          {error instanceof Error ? error.message : String(error)}
        </pre>
        <Button look="primary" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      </main>
    );
  }
}
