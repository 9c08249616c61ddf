"""The machine a benchmark ran on."""
import os
import platform


def _first(path, key):
    try:
        with open(path, encoding="utf-8") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "unknown")
    except OSError:
        return "unknown"


def describe():
    memory = _first("/proc/meminfo", "MemTotal").split()[0]
    return {
        "cpu": _first("/proc/cpuinfo", "model name"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(memory) / 2**20, 1) if memory.isdigit() else None,
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", "unknown"),
        "load_at_start": os.getloadavg()[0],
    }
