package dev.catchment.ingest;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of all bodies that are being read or wait to be stored. */
final class MemoryBudget {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final long limit;
    private final Runnable whenFull;
    private final AtomicLong used = new AtomicLong();

    MemoryBudget(long limit) {
        this(limit, () -> {});
    }

    /** @param whenFull is told of each request for which there is no room */
    MemoryBudget(long limit, Runnable whenFull) {
        this.limit = limit;
        this.whenFull = whenFull;
    }

    long used() {
        return used.get();
    }

    /** What one request holds; given back when it is closed. Not for several threads at once. */
    final class Share implements AutoCloseable {
        private long held;

        /** @throws Refusal if all requests together would hold too much: this one shall come back later */
        void grow(long bytes) throws Refusal {
            long before = used.getAndUpdate(now -> now + bytes > limit ? now : now + bytes);
            if (before + bytes > limit) {
                whenFull.run();
                throw new Refusal(
                        Reason.OVERLOADED,
                        "this instance holds as much as it can; send the request again",
                        RETRY_AFTER_SECONDS);
            }
            held += bytes;
        }

        @Override
        public void close() {
            used.addAndGet(-held);
            held = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
