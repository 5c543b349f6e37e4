/** Conversations: their list, their pages, and asking. */

export { ConversationList } from "./ConversationList";
export { ConversationPage } from "./ConversationPage";
