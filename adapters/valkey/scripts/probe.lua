#!lua
-- Write something: a server that is full, or only reads, fails here as it would everywhere else.
--
-- KEYS[1]  where to
return redis.call('SET', KEYS[1], '', 'PX', 1000)
