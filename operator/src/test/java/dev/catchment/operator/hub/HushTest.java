package dev.catchment.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HushTest {
    private static final ResourceKey CRM = new ResourceKey(ResourceKind.DESTINATION, "crm");
    private static final ResourceKey WEB = new ResourceKey(ResourceKind.SOURCE, "web");

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Set<ResourceKey>> told = new CopyOnWriteArrayList<>();
    private final Set<ResourceKey> pending = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void whatIsAppliedAtOnceIsToldOnce() {
        // Given
        Hush hush = hush(Duration.ofHours(1));
        pending.add(CRM);

        // When
        hush.changed(Set.of(CRM, WEB));

        // Then
        assertThat(told).containsExactly(Set.of(WEB));

        // When
        pending.clear();
        hush.changed(Set.of(CRM));

        // Then
        assertThat(told).containsExactly(Set.of(WEB), Set.of(CRM));
        assertThat(hush.said(CRM)).isFalse();
    }

    @Test
    void whatIsNotAppliedIsToldInTheEnd() {
        // Given
        Hush hush = hush(Duration.ofMillis(20));
        pending.add(CRM);

        // When
        hush.changed(Set.of(CRM));

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> !told.isEmpty());
        assertThat(told).containsExactly(Set.of(CRM));
        assertThat(hush.said(CRM)).isTrue();

        // When something else is pending of it
        hush.changed(Set.of(CRM));

        // Then that is told, because it was said that it waits
        assertThat(told).containsExactly(Set.of(CRM), Set.of(CRM));
    }

    private Hush hush(Duration patience) {
        return new Hush(clock, patience, pending::contains, told::add);
    }
}
