-- For wrk: the targets in the file that TARGETS names, one after the other, each thread from another place on.
local targets, threads = {}, 0
for line in io.lines(os.getenv("TARGETS")) do
  targets[#targets + 1] = line
end

function setup(thread)
  thread:set("first", threads * 7919)
  threads = threads + 1
end

function init()
  at = first
end

function request()
  at = at + 1
  return wrk.format("GET", targets[at % #targets + 1])
end
