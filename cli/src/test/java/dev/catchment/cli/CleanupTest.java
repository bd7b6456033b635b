package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
    private final List<String> ended = new ArrayList<>();

    @Test
    void everythingEndsInReverseOrderWhateverFails() throws Exception {
        // Given
        Cleanup cleanup = new Cleanup();
        cleanup.add("broker", () -> ended.add("broker"));
        cleanup.add("ingest", () -> {
            throw new IOException("no");
        });
        cleanup.add("delivery", () -> ended.add("delivery"));

        // When
        cleanup.close();
        cleanup.close();

        // Then
        assertThat(ended).containsExactly("delivery", "broker");
    }

    @Test
    void whatStartsTooLateEndsAtOnce() {
        // Given
        Cleanup cleanup = new Cleanup();
        cleanup.close();

        // Then
        assertThatThrownBy(() -> cleanup.add("late", () -> ended.add("late"))).isInstanceOf(InterruptedException.class);
        assertThat(ended).containsExactly("late");
    }
}
