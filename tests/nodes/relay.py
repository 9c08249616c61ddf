"""Stands before a server and passes on what is said, as slowly as it is told. The kernel may do that as well (tc netem),
but not every kernel does.

relay.py PORT TARGET    passes connections to PORT on to 127.0.0.1:TARGET

It is told on its input, a line each, and says `ready` when it has begun and when it has done so:
    delay MS    bytes take so long, each way; those that are on their way, too
    stall       bytes are taken, and never come
    garble N    in one of N pieces of answers a byte is another
    flow        as in the beginning
It ends with its input."""

import asyncio
import random
import sys


class Manner:
    delay = 0.0
    stalled = False
    garbled = 0
    random = random.Random(1)


def take(manner, words):
    if words[0] == "delay":
        manner.delay = int(words[1]) / 1000
    elif words[0] == "stall":
        manner.stalled = True
    elif words[0] == "garble":
        manner.garbled = int(words[1])
    else:
        manner.delay, manner.stalled, manner.garbled = 0.0, False, 0


def garble(manner, data):
    if not manner.garbled or manner.random.randrange(manner.garbled):
        return data
    garbled = bytearray(data)
    byte = manner.random.choice((0, 1, 127, 128, 254, 255, manner.random.randrange(256)))
    garbled[manner.random.randrange(len(data))] = byte
    return bytes(garbled)


async def late(manner, queue, writer, answers):
    """Writes what is in the queue when its time has come."""
    while True:
        come, data = await queue.get()
        while not manner.stalled and (left := come + manner.delay - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, 0.05))
        while manner.stalled:
            await asyncio.sleep(0.02)
        if not data:
            break
        writer.write(garble(manner, data) if answers else data)
        await writer.drain()
    writer.close()


async def pass_on(manner, reader, writer, answers):
    queue = asyncio.Queue()
    writing = asyncio.create_task(late(manner, queue, writer, answers))
    try:
        while data := await reader.read(1 << 16):
            queue.put_nowait((asyncio.get_running_loop().time(), data))
    except ConnectionError:
        pass
    queue.put_nowait((asyncio.get_running_loop().time(), b""))
    try:
        await writing
    except ConnectionError:
        pass


async def serve(port, target):
    manner = Manner()

    async def connected(reader, writer):
        try:
            there = await asyncio.open_connection("127.0.0.1", target)
        except OSError:  # nobody is at home
            writer.transport.abort()
            return
        await asyncio.gather(pass_on(manner, reader, there[1], False), pass_on(manner, there[0], writer, True))

    async with await asyncio.start_server(connected, "0.0.0.0", port):
        print("ready", flush=True)
        while line := await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
            take(manner, line.split())
            print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
