-- A delivery that waits for an earlier one of its subject makes its webhook due no more: nobody can take
-- it, so that each look at the queue was followed by one in vain.
CREATE OR REPLACE FUNCTION due_webhooks() RETURNS TABLE (workspace_id uuid, id uuid)
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN QUERY
    SELECT webhook.workspace_id, webhook.id FROM webhooks AS webhook
    WHERE webhook.state = 'active' AND (
        EXISTS (SELECT FROM webhook_deliveries AS delivery
                WHERE delivery.webhook_id = webhook.id AND delivery.state = 'pending'
                  AND delivery.next_attempt_at <= clock_timestamp()
                  AND (delivery.lease IS NULL OR delivery.lease_expires_at <= clock_timestamp())
                  AND NOT EXISTS (
                      SELECT FROM webhook_deliveries AS earlier
                      WHERE earlier.webhook_id = webhook.id
                        AND earlier.subject_id = delivery.subject_id
                        AND earlier.state = 'pending' AND earlier.position < delivery.position))
        OR 'answer.failed' = ANY (webhook.events) AND EXISTS (
            SELECT FROM chat_messages AS answer
            WHERE answer.workspace_id = webhook.workspace_id
              AND answer.lease_expires_at < clock_timestamp() - interval '10 minutes'));
END
$$;
