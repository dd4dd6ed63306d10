import { TASK_KEPT_MS } from './task-list.ts';

/**
 * The atomic operations, as Lua: Redis runs no other command during a script. They use the clock of
 * Redis, so that replicas with different clocks agree.
 *
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/
 */

/** KEYS: claim. ARGV: owner. */
export const RELEASE_CLAIM = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`;

/** KEYS: claim. ARGV: owner, lifetime in ms. Returns 1 if the owner still holds it. */
export const RENEW_CLAIM = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * A list of tasks is a sorted set of IDs by when they are due, and a hash of ID to payload. A full list loses the tasks
 * that are due last, the new one included.
 */
const SCHEDULE_TASK = `${NOW}
local function schedule(due, payloads, id, payload, dueInMs, most)
  redis.call('ZADD', due, now + dueInMs, id)
  redis.call('HSET', payloads, id, payload)
  local lost = redis.call('ZPOPMAX', due, math.max(0, redis.call('ZCARD', due) - most))
  for i = 1, #lost, 2 do redis.call('HDEL', payloads, lost[i]) end
  local keptMs = ${TASK_KEPT_MS}
  for _, key in ipairs({due, payloads}) do
    if dueInMs + keptMs > redis.call('PTTL', key) then redis.call('PEXPIRE', key, dueInMs + keptMs) end
  end
end
`;

const CHANGE_TASK = `${SCHEDULE_TASK}
local function finish(due, payloads, id)
  redis.call('ZREM', due, id)
  redis.call('HDEL', payloads, id)
end
local function change(due, payloads, id, payload, dueInMs, most)
  if payload then schedule(due, payloads, id, payload, tonumber(dueInMs), tonumber(most))
  else finish(due, payloads, id) end
end
`;

/** KEYS: due, payloads. ARGV: id, payload, ms until it is due, the most tasks of the list. */
export const SCHEDULE = `${SCHEDULE_TASK}
schedule(KEYS[1], KEYS[2], ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
return 0`;

/** KEYS: value, due, payloads. ARGV: value, its lifetime in ms, and the task as for {@link COMMIT_CLAIM}. */
export const SET_VALUE = `${CHANGE_TASK}
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
change(KEYS[2], KEYS[3], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
return 0`;

/**
 * KEYS: claim, value, due, payloads. ARGV: owner, value, its lifetime in ms, and the task as for {@link SCHEDULE}, or its
 * ID alone to remove it, or '' for none. Returns 1 if the owner still held the claim.
 */
export const COMMIT_CLAIM = `${CHANGE_TASK}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
if ARGV[4] ~= '' then change(KEYS[3], KEYS[4], ARGV[4], ARGV[5], ARGV[6], ARGV[7]) end
redis.call('DEL', KEYS[1])
return 1`;

/** KEYS: due, payloads. ARGV: most tasks to take, lease in ms. Returns IDs and payloads in turn. */
export const TAKE_DUE = `${NOW}
local taken = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local payload = redis.call('HGET', KEYS[2], id)
  if payload then
    redis.call('ZADD', KEYS[1], now + ARGV[2], id)
    table.insert(taken, id)
    table.insert(taken, payload)
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return taken`;

/** KEYS: due, payloads. ARGV: id. */
export const FINISH_TASK = `
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 0`;

/** KEYS: counter. ARGV: amount, window in ms. Returns the total, and the ms until the window ends. */
export const COUNT = `
local total = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return {total, left}`;

/** An account is a sorted set of IDs by expiry, and a hash from ID to "bytes day". Key "" holds the sum of bytes. */
const CLOSE = `
local function close(id)
  local entry = redis.call('HGET', KEYS[2], id)
  if not entry then return nil end
  local bytes, day = string.match(entry, '^(%d+) (.*)$')
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('HINCRBY', KEYS[2], '', 0 - bytes)
  return bytes, day
end
${NOW}for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do close(id) end
`;

/**
 * KEYS: open, sizes, bytes of the day. ARGV: id, bytes, lifetime in ms, the day's name, ms until the day
 * ends, and the limits on uploads, bytes in flight and bytes of the day ('' for none). Returns the limit
 * that the reservation would exceed, or ''.
 */
export const RESERVE = `${CLOSE}
local id, bytes, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3])
if not redis.call('HGET', KEYS[2], id) then
  local function crosses(value, limit) return limit ~= '' and value + 0 > tonumber(limit) end
  if crosses(redis.call('ZCARD', KEYS[1]) + 1, ARGV[6]) then return 'openUploads' end
  if crosses((redis.call('HGET', KEYS[2], '') or 0) + bytes, ARGV[7]) then return 'bytesInFlight' end
  if crosses((redis.call('GET', KEYS[3]) or 0) + bytes, ARGV[8]) then return 'bytesPerDay' end
  redis.call('HSET', KEYS[2], id, bytes .. ' ' .. ARGV[4])
  redis.call('HINCRBY', KEYS[2], '', bytes)
  redis.call('INCRBY', KEYS[3], bytes)
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
end
local ends = now + ttl
if ends > tonumber(redis.call('ZSCORE', KEYS[1], id) or 0) then redis.call('ZADD', KEYS[1], ends, id) end
for i = 1, 2 do
  if ttl > redis.call('PTTL', KEYS[i]) then redis.call('PEXPIRE', KEYS[i], ttl) end
end
return ''`;

/** KEYS: as in {@link RESERVE}. ARGV: id, the day's name, '1' to refund. */
export const UNRESERVE = `${CLOSE}
local bytes, day = close(ARGV[1])
if bytes and ARGV[3] == '1' and day == ARGV[2] and redis.call('EXISTS', KEYS[3]) == 1 then
  redis.call('DECRBY', KEYS[3], bytes)
end
return 0`;
