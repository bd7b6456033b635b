package dev.catchment.delivery.director;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredShard;
import dev.catchment.delivery.mark.StoredSink;
import io.nats.client.KeyValue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarksStoreTest {
    /** Nothing here reaches the bucket. */
    private static final KeyValue NO_BUCKET = (KeyValue) Proxy.newProxyInstance(
            KeyValue.class.getClassLoader(), new Class<?>[] {KeyValue.class}, (proxy, method, arguments) -> {
                throw new AssertionError(method);
            });

    private static final StoredShard SHARD = shard();

    @Test
    void whatFitsIsWrittenWhole() throws Exception {
        // When
        byte[] value = store(1 << 20).encode(3, SHARD);

        // Then
        assertThat(StoredShard.parse(value)
                        .sinks()
                        .get("destination-7")
                        .counts()
                        .sources())
                .hasSize(20);
    }

    @Test
    void whatDoesNotFitLosesItsSourcesButNoMarkAndNoSum() throws Exception {
        // Given
        int full = SHARD.toBytes().length;

        // When
        byte[] value = store(full * 3L / 4).encode(3, SHARD);

        // Then
        StoredSink sink = StoredShard.parse(value).sinks().get("destination-7");
        assertThat(sink.counts().sources()).isEmpty();
        assertThat(sink.counts().delivered())
                .isEqualTo(SHARD.sinks().get("destination-7").counts().delivered());
        assertThat(sink.mark()).isEqualTo(new Mark(77, new long[] {5}));
    }

    @Test
    void whatDoesNotFitEvenSoIsAnErrorThatSaysWhatToDo() {
        assertThatThrownBy(() -> store(6000).encode(3, SHARD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("marks.0.3 with 400 destinations takes ")
                .hasMessageContaining("raise max_payload");
    }

    private static MarksStore store(long maxPayload) {
        return new MarksStore(NO_BUCKET, 0, 1, () -> maxPayload);
    }

    private static StoredShard shard() {
        Random random = new Random(1);
        SortedMap<String, StoredSink> sinks = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            TreeMap<String, Counts> sources = new TreeMap<>();
            for (int j = 0; j < 20; j++) {
                sources.put("source-" + j, delivered(random.nextInt(1 << 30), new TreeMap<>()));
            }
            sinks.put(
                    "destination-" + i,
                    StoredSink.of(
                            new Mark(77, new long[] {5}), delivered(random.nextInt(1 << 30), sources), "live", null));
        }
        return new StoredShard(1, sinks);
    }

    private static Counts delivered(long delivered, SortedMap<String, Counts> sources) {
        return new Counts(delivered, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>(), sources);
    }
}
