/** What a draft and a scope belong to until their question has created a conversation. */
export const NEW_CONVERSATION = "new";
