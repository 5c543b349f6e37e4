import { Suspense, useEffect, useRef } from "react";
import { useLocation, useRoute } from "wouter";
import { AccessPage, SignInGate } from "@/features/access";
import { ConversationPage } from "@/features/conversations";
import { DocumentPage, DocumentsPage, preloadDocumentPages } from "@/features/documents";
import { LookInside } from "@/features/retrieval";
import { UsagePage } from "@/features/usage";
import { keepFocus } from "@/lib/keepFocus";
import { routes } from "@/lib/paths";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { Spinner } from "@/ui/Spinner";
import { useMediaQuery } from "@/ui/useMediaQuery";
import styles from "./App.module.css";
import { Drawer } from "./Drawer";
import { FailedPage } from "./FailedPage";
import { FocusOnNavigation } from "./FocusOnNavigation";
import { NotFoundPage } from "./NotFoundPage";
import pageStyles from "./Page.module.css";
import { ServerState } from "./ServerState";
import { Sidebar } from "./Sidebar";
import { useRecovery } from "./useRecovery";

/** After the first page, whose own requests come first. */
const PRELOAD_AFTER_MS = 2_000;

export function App() {
  return (
    <ErrorBoundary
      fallback={(error) => (
        <main>
          <FailedPage error={error} />
        </main>
      )}
    >
      <SignInGate>
        <Shell />
      </SignInGate>
    </ErrorBoundary>
  );
}

function Shell() {
  const isWide = useMediaQuery("(min-width: 50rem)");
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  useRecovery();
  useEffect(keepFocus, []);

  useEffect(() => {
    const timer = setTimeout(() => {
      preloadDocumentPages();
      void LookInside.preload();
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

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
        <ErrorBoundary resetKey={path} fallback={(error) => <FailedPage error={error} />}>
          <Suspense fallback={<Loading />}>
            <FocusOnNavigation main={main} />
            <Page />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

function Page() {
  const [isNew] = useRoute(routes.newQuestion);
  const [isConversation, conversation] = useRoute(routes.conversation);
  const [isDocuments] = useRoute(routes.documents);
  const [isUsage] = useRoute(routes.usage);
  const [isDocument, document] = useRoute(routes.document);
  const [isAccess] = useRoute(routes.access);

  // one element for both: the page stays mounted when a question opens a conversation
  if (isNew || isConversation) {
    return <ConversationPage sessionId={conversation?.sessionId ?? null} />;
  }
  if (isDocuments) return <DocumentsPage />;
  if (isUsage) return <UsagePage />;
  if (isDocument)
    return <DocumentPage key={document.documentId} documentId={document.documentId} />;
  if (isAccess) return <AccessPage />;
  return <NotFoundPage />;
}

function Loading() {
  return (
    <p className={pageStyles.loading} role="status">
      <Spinner /> Loading
    </p>
  );
}
