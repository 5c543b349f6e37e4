-- The tokens of an answer are null if the language model did not count them.
ALTER TABLE chat_messages
    ALTER COLUMN prompt_tokens DROP NOT NULL,
    ALTER COLUMN completion_tokens DROP NOT NULL;
