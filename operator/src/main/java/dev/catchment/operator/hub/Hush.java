package dev.catchment.operator.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps quiet about resources whose planes have yet to apply what was published, for as long as that takes when all is
 * well. A plane needs milliseconds, so a status would be written twice for every change, with two events; and when a Pod
 * becomes ready, that of every resource.
 */
final class Hush {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ScheduledExecutorService clock;
    private final Duration patience;
    private final Predicate<ResourceKey> pending;
    private final Consumer<Set<ResourceKey>> tell;
    private final Map<ResourceKey, Wait> waits = new HashMap<>();

    /** @param since of {@link System#nanoTime} */
    private record Wait(long since, boolean said) {}

    /**
     * @param patience how long a plane may take
     * @param pending whether a resource waits for its planes, as of now
     * @param tell gets what there is news about
     */
    Hush(
            ScheduledExecutorService clock,
            Duration patience,
            Predicate<ResourceKey> pending,
            Consumer<Set<ResourceKey>> tell) {
        this.clock = clock;
        this.patience = patience;
        this.pending = pending;
        this.tell = tell;
    }

    /** The verdicts on these changed. */
    void changed(Set<ResourceKey> keys) {
        Set<ResourceKey> news = new HashSet<>(keys);
        boolean begins = false;
        synchronized (this) {
            for (ResourceKey key : keys) {
                if (!pending.test(key)) {
                    waits.remove(key);
                } else if (waits.putIfAbsent(key, new Wait(System.nanoTime(), false)) == null) {
                    begins = true;
                    news.remove(key);
                } else if (!said(key)) {
                    news.remove(key);
                }
            }
        }
        if (begins && !clock.isShutdown()) {
            ScheduledFuture<?> _ = clock.schedule(this::speak, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (!news.isEmpty()) {
            tell.accept(news);
        }
    }

    /** Whether it was said of a resource that it waits. */
    synchronized boolean said(ResourceKey key) {
        Wait wait = waits.get(key);
        return wait != null && wait.said();
    }

    private void speak() {
        Set<ResourceKey> late = new HashSet<>();
        synchronized (this) {
            long now = System.nanoTime();
            waits.keySet().removeIf(pending.negate());
            waits.replaceAll((key, wait) -> {
                if (wait.said() || now - wait.since() < patience.toNanos()) {
                    return wait;
                }
                late.add(key);
                return new Wait(wait.since(), true);
            });
        }
        if (!late.isEmpty()) {
            tell.accept(late);
        }
    }
}
