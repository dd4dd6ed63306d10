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
 *
 * `change` reads what to do from KEYS and ARGV: two keys (due, payloads) and four arguments (kind, ID, payload, ms until it
 * is due) for each task. Returns how many tasks each list has lost.
 */
const CHANGE_TASKS = `${NOW}
local function schedule(due, payloads, id, payload, dueInMs, most)
  redis.call('ZADD', due, now + dueInMs, id)
  redis.call('HSET', payloads, id, payload)
  local lost = redis.call('ZPOPMAX', due, math.max(0, redis.call('ZCARD', due) - most))
  for i = 1, #lost, 2 do redis.call('HDEL', payloads, lost[i]) end
  local keptMs = ${TASK_KEPT_MS}
  for _, key in ipairs({due, payloads}) do
    if dueInMs + keptMs > redis.call('PTTL', key) then redis.call('PEXPIRE', key, dueInMs + keptMs) end
  end
  return #lost / 2
end
local function append(due, payloads, id, payload, dueInMs, most)
  local before = redis.call('HGET', payloads, id)
  if not before then return schedule(due, payloads, id, payload, dueInMs, most) end
  redis.call('HSET', payloads, id, before .. '\\n' .. payload)
  return 0
end
local function release(due, payloads, id)
  redis.call('ZADD', due, 'XX', now, id)
  return 0
end
local function finish(due, payloads, id)
  redis.call('ZREM', due, id)
  redis.call('HDEL', payloads, id)
  return 0
end
local function change(firstKey, firstArg, most)
  local doers = {schedule = schedule, append = append, release = release, finish = finish}
  local lost = {}
  for i = 0, (#KEYS - firstKey + 1) / 2 - 1 do
    local key, arg = firstKey + 2 * i, firstArg + 4 * i
    local act, dueInMs = doers[ARGV[arg]], tonumber(ARGV[arg + 3])
    lost[i + 1] = act(KEYS[key], KEYS[key + 1], ARGV[arg + 1], ARGV[arg + 2], dueInMs, tonumber(most))
  end
  return lost
end
`;

/** KEYS: as for `change`. ARGV: the most tasks of a list, and the changes. Returns what each list has lost. */
export const CHANGE = `${CHANGE_TASKS}
return change(1, 2, ARGV[1])`;

/** KEYS: value, and as for `change`. ARGV: the most tasks, the value, its lifetime in ms, and the changes. Returns the same. */
export const SET_VALUE = `${CHANGE_TASKS}
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return change(2, 4, ARGV[1])`;

/**
 * KEYS: value, keys that must not exist, and as for `change`. ARGV: the most tasks, how many such keys, the value, its lifetime
 * in ms, and the changes. Returns the same, or nothing if the value or one of those keys exists. If a list is full, it changes
 * nothing and returns which change it is of, from 0.
 */
export const ADD_VALUE = `${CHANGE_TASKS}
local unless = tonumber(ARGV[2])
if redis.call('EXISTS', unpack(KEYS, 1, 1 + unless)) > 0 then return false end
for i = 0, (#KEYS - unless - 1) / 2 - 1 do
  local key, arg = 2 + unless + 2 * i, 5 + 4 * i
  local isAdded = ARGV[arg] == 'schedule' or ARGV[arg] == 'append'
  local isFull = redis.call('ZCARD', KEYS[key]) >= tonumber(ARGV[1])
  if isAdded and isFull and redis.call('HEXISTS', KEYS[key + 1], ARGV[arg + 1]) == 0 then return i end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return change(2 + unless, 5, ARGV[1])`;

/**
 * KEYS: claim, value, values to delete, and as for `change`. ARGV: the most tasks, owner, how many values to delete, the value,
 * its lifetime in ms, and the changes. Returns the same, or nothing if the owner did not hold the claim any more.
 */
export const COMMIT_CLAIM = `${CHANGE_TASKS}
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return false end
local deleted = tonumber(ARGV[3])
if deleted > 0 then redis.call('DEL', unpack(KEYS, 3, 2 + deleted)) end
redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[5])
local lost = change(3 + deleted, 6, ARGV[1])
redis.call('DEL', KEYS[1])
return lost`;

/**
 * KEYS: due, payloads. ARGV: the most tasks, the payload that was seen, and one change. Returns the payload of the task if it
 * is another one.
 */
export const EXCHANGE = `${CHANGE_TASKS}
local payload = redis.call('HGET', KEYS[2], ARGV[4])
if payload and payload ~= ARGV[2] then return payload end
if payload then change(1, 3, ARGV[1]) end
return false`;

/** KEYS: due, payloads. ARGV: the most tasks to read, and IDs, or none for those that are due first. */
export const READ_TASKS = `
local ids = {unpack(ARGV, 2)}
if #ids == 0 then ids = redis.call('ZRANGE', KEYS[1], 0, ARGV[1] - 1) end
local found = {}
for _, id in ipairs(ids) do
  local payload = redis.call('HGET', KEYS[2], id)
  if payload and #found / 2 < tonumber(ARGV[1]) then
    table.insert(found, id)
    table.insert(found, payload)
  end
end
return found`;

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
