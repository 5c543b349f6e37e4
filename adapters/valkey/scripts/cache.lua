#!lua
-- The changes of one cache, and what is known of its tags.
--
-- KEYS[1]  what the names of all its keys begin with
-- ARGV     put, the key, the value, its lifetime in milliseconds, the most values, each tag
--          find, each tag
--          evict, each tag
--
-- Returns the keys of the values that have one of the tags; evict deletes these values.
--
-- Names after KEYS[1]:
--   value:KEY  a hash of a value and its tags; it ends by itself
--   order      the keys, by when their values end, so the longest-stored first
--   tag:TAG    the keys of the values with a tag, by when they end
local cache, action = KEYS[1], ARGV[1]
local order = cache .. 'order'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function value_of(key)
    return cache .. 'value:' .. key
end

local function tagged(tag)
    return cache .. 'tag:' .. tag
end

local function forget(key)
    local tags = redis.call('HGET', value_of(key), 'tags')
    if tags then
        for _, tag in ipairs(cmsgpack.unpack(tags)) do
            redis.call('ZREM', tagged(tag), key)
        end
    end
    redis.call('DEL', value_of(key))
    redis.call('ZREM', order, key)
end

local function add(set, key, lifetime)
    redis.call('ZREMRANGEBYSCORE', set, '-inf', now)
    redis.call('ZADD', set, now + lifetime, key)
    redis.call('PEXPIRE', set, lifetime)
end

if action == 'put' then
    local key, value, lifetime, most = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
    local tags = {}
    for place = 6, #ARGV do
        tags[#tags + 1] = ARGV[place]
    end
    forget(key)
    redis.call('HSET', value_of(key), 'value', value, 'tags', cmsgpack.pack(tags))
    redis.call('PEXPIRE', value_of(key), lifetime)
    add(order, key, lifetime)
    for _, tag in ipairs(tags) do
        add(tagged(tag), key, lifetime)
    end
    local too_many = redis.call('ZCARD', order) - most
    if too_many > 0 then
        for _, oldest in ipairs(redis.call('ZRANGE', order, 0, too_many - 1)) do
            forget(oldest)
        end
    end
    return {}
end

local found, keys = {}, {}
for place = 2, #ARGV do
    for _, key in ipairs(redis.call('ZRANGE', tagged(ARGV[place]), 0, -1)) do
        if not found[key] and redis.call('EXISTS', value_of(key)) == 1 then
            found[key] = true
            keys[#keys + 1] = key
        end
    end
end
if action == 'evict' then
    for _, key in ipairs(keys) do
        forget(key)
    end
end
return keys
