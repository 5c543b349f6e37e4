import { Suspense, useRef } from "react";
import { useRoute } from "wouter";
import { ConversationPage } from "@/features/conversations";
import { DocumentPage, DocumentsPage } from "@/features/documents";
import { routes } from "@/lib/paths";
import { Spinner } from "@/ui/Spinner";
import { useMediaQuery } from "@/ui/useMediaQuery";
import styles from "./App.module.css";
import { Drawer } from "./Drawer";
import { ErrorBoundary } from "./ErrorBoundary";
import { FocusOnNavigation } from "./FocusOnNavigation";
import { NotFoundPage } from "./NotFoundPage";
import pageStyles from "./Page.module.css";
import { ServerState } from "./ServerState";
import { Sidebar } from "./Sidebar";

export function App() {
  return (
    <ErrorBoundary>
      <Shell />
    </ErrorBoundary>
  );
}

function Shell() {
  const isWide = useMediaQuery("(min-width: 50rem)");
  const main = useRef<HTMLElement>(null);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      {isWide ? (
        <div className={styles.sidebar}>
          <Sidebar />
        </div>
      ) : (
        <div className={styles.top}>
          <Drawer main={main} />
          <ServerState troubleOnly />
        </div>
      )}
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        <Suspense fallback={<Loading />}>
          <FocusOnNavigation main={main} />
          <Page />
        </Suspense>
      </main>
    </div>
  );
}

function Page() {
  const [isNew] = useRoute(routes.newQuestion);
  const [isConversation, conversation] = useRoute(routes.conversation);
  const [isDocuments] = useRoute(routes.documents);
  const [isDocument, document] = useRoute(routes.document);

  // one element for both: the page stays mounted when a question opens a conversation
  if (isNew || isConversation) {
    return <ConversationPage sessionId={conversation?.sessionId ?? null} />;
  }
  if (isDocuments) return <DocumentsPage />;
  if (isDocument)
    return <DocumentPage key={document.documentId} documentId={document.documentId} />;
  return <NotFoundPage />;
}

function Loading() {
  return (
    <p className={pageStyles.loading} role="status">
      <Spinner /> Loading
    </p>
  );
}
