"""Copies Maven's output from standard input to a log file and shows what matters of it: modules, test classes, errors.

After 15 seconds of silence it shows that the build still runs, for how long, and which test class was the last to start.
"""

import os
import re
import select
import sys
import time

SHOWN = re.compile(r"\[(INFO|WARNING|ERROR)\] (Building (?!jar)\w|Running |Tests run:|BUILD )|\[ERROR\] *\S|\[test\] ")
ADVICE = re.compile(r"\[ERROR\] (-> \[Help|\[Help|To see the full|Re-run Maven|For more information about|After correcting|  mvn <args>)")
QUIET_SECONDS = float(os.environ.get("CATCHMENT_QUIET_SECONDS", "15"))


def main() -> None:
    path = sys.argv[1]
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    started = last_shown = time.monotonic()
    running = ""
    rest = b""
    with open(path, "wb") as log:
        while True:
            ready, _, _ = select.select([0], [], [], 1)
            if ready:
                chunk = os.read(0, 65536)
                if not chunk:
                    break
                log.write(chunk)
                log.flush()
                *lines, rest = (rest + chunk).split(b"\n")
                for line in (raw.decode(errors="replace").rstrip() for raw in lines):
                    if SHOWN.match(line) and not ADVICE.match(line):
                        print(line, flush=True)
                        last_shown = time.monotonic()
                    if line.startswith("[INFO] Running "):
                        running = line.removeprefix("[INFO] Running ")
                    elif "Tests run:" in line:
                        running = ""
            if time.monotonic() - last_shown >= QUIET_SECONDS:
                last_shown = time.monotonic()
                print(f"  ... {last_shown - started:.0f} s {running}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
