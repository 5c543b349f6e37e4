import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRoute } from "wouter";
import type { Feedback } from "@/api/types";
import { routes } from "@/lib/paths";
import { conversationQuery, type Rating, rateAnswer } from "./queries";

export type { Rating } from "./queries";

/** Returns what one said about an answer of the open conversation, and what changes it. */
export function useRating(messageId: string) {
  const client = useQueryClient();
  const [, open] = useRoute(routes.conversation);
  const sessionId = open?.sessionId ?? "";
  const { data: given = null } = useQuery({
    ...conversationQuery(sessionId),
    enabled: false, // the page reads it
    select: ({ feedback }): Feedback | null =>
      feedback.find(({ message_id }) => message_id === messageId) ?? null,
  });
  const { mutate, error } = useMutation({
    mutationFn: (rating: Rating | null) => rateAnswer(client, sessionId, messageId, rating),
    scope: { id: `rating of ${messageId}` }, // one after the other, so that the last one stays
  });
  return { given, rate: mutate, error };
}
