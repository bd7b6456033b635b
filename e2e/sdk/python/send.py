"""Sends calls with the real SDK for Python: send.py HOST WRITE_KEY FILE [--gzip]

FILE holds one call per line: {"type", ...the fields of the event}.
"""

import datetime
import json
import sys

import segment.analytics

ARGUMENTS = {"userId": "user_id", "groupId": "group_id", "previousId": "previous_id"}


def main() -> int:
    host, write_key, file = sys.argv[1:4]
    failures = []
    analytics = segment.analytics.Client(
        write_key, host=host, gzip="--gzip" in sys.argv, on_error=lambda problem, batch: failures.append((problem, batch))
    )
    calls = 0
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            call = json.loads(line)
            call["timestamp"] = datetime.datetime.fromisoformat(call["timestamp"].replace("Z", "+00:00"))
            send = getattr(analytics, call.pop("type"))
            accepted, _ = send(**{ARGUMENTS.get(field, field): value for field, value in call.items()})
            if not accepted:
                failures.append(("the queue is full", call))
            calls += 1
    analytics.shutdown()
    for problem, _ in failures:
        print("not sent:", problem, file=sys.stderr)
    print(f"{calls} calls, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
