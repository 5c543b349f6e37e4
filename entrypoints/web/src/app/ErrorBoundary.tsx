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
        <h1>Something went wrong</h1>
        <p>
          The page ran into an error. Your documents and conversations are saved on the server.
          Reload the page. If the error appears again, report the message below.
        </p>
        <pre className={styles.details}>
          {error instanceof Error ? error.message : String(error)}
        </pre>
        <Button look="primary" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      </main>
    );
  }
}
