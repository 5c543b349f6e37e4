#!lua
-- Count a request of a client, unless as many as its limit are in the window that ends now.
--
-- KEYS[1]  the log: the times of the client's requests, in microseconds, oldest first
-- ARGV     the most requests in a window; the length of a window, in microseconds
--
-- Returns whether the request was counted (1 or 0), how many are in the window now, and in how many
-- microseconds it has room for one more than now.
local log, most, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function at(place)
    return tonumber(redis.call('LINDEX', log, place) or nil)
end

local oldest = at(0)
while oldest and oldest <= now - window do
    redis.call('LPOP', log)
    oldest = at(0)
end

-- counted before the clock was set back: they would shut the client out until then
local newest = at(-1)
while newest and newest > now do
    redis.call('RPOP', log)
    newest = at(-1)
end

local counted = redis.call('LLEN', log)
if counted >= most then
    return {0, counted, at(counted - most) + window - now}
end
redis.call('RPUSH', log, now)
redis.call('PEXPIRE', log, math.ceil(window / 1000))
return {1, counted + 1, at(0) + window - now}
