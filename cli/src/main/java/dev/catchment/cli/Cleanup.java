package dev.catchment.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run has started, ended in reverse order: by itself when it fails, by a signal from another thread at any
 * moment. What is started after that is ended at once.
 */
final class Cleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean closing;

    private record Step(String name, AutoCloseable end) {}

    /** @return the same object, for the caller to go on with */
    <T extends AutoCloseable> T add(String name, T started) throws InterruptedException {
        synchronized (this) {
            if (!closing) {
                steps.push(new Step(name, started));
                return started;
            }
        }
        end(new Step(name, started));
        throw new InterruptedException("ended while it started");
    }

    @Override
    public void close() {
        for (Optional<Step> next = next(); next.isPresent(); next = next()) {
            end(next.get());
        }
    }

    private synchronized Optional<Step> next() {
        closing = true;
        return Optional.ofNullable(steps.poll());
    }

    private static void end(Step step) {
        try {
            step.end().close();
        } catch (Exception e) {
            // Whatever it is, the other steps must be ended too.
            LOG.warn("{} did not end cleanly: {}", step.name(), e.toString());
        }
    }
}
