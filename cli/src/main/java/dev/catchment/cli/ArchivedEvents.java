package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.broker.archive.ArchiveReader;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds archived events by their place in the log. Keeps the object read last: whoever asks in order reads each once. */
final class ArchivedEvents {
    private final ArchiveReader reader;
    private final Map<Integer, List<ArchiveEntry>> entries = new HashMap<>();
    private final Map<String, String> lines = new HashMap<>();
    private String object = "";

    /** @param position {@code frame:index} */
    record Archived(String position, String source, ObjectNode event) {}

    ArchivedEvents(ArchiveReader reader) {
        this.reader = reader;
    }

    /** Those that the archive has, in the order of the positions. */
    List<Archived> find(int partition, List<Position> positions)
            throws IOException, JetStreamApiException, InterruptedException {
        List<Archived> found = new ArrayList<>();
        for (Position position : positions) {
            Optional<ArchiveEntry> entry = covering(partition, position);
            if (entry.isPresent()) {
                load(entry.get());
                String line = lines.get(position.toString());
                if (line != null) {
                    found.add(archived(line));
                }
            }
        }
        return found;
    }

    private Optional<ArchiveEntry> covering(int partition, Position position)
            throws IOException, JetStreamApiException, InterruptedException {
        List<ArchiveEntry> all = entries.get(partition);
        if (all == null) {
            all = reader.list(partition);
            entries.put(partition, all);
        }
        return all.stream()
                .filter(entry -> entry.fromPosition().compareTo(position) <= 0
                        && entry.toPosition().compareTo(position) > 0)
                .findFirst();
    }

    private void load(ArchiveEntry entry) throws IOException, JetStreamApiException, InterruptedException {
        if (object.equals(entry.object())) {
            return;
        }
        lines.clear();
        object = "";
        reader.lines(
                entry,
                line -> lines.put(
                        ContractJson.EVENTS.readTree(line).path("position").asText(), line));
        object = entry.object();
    }

    private static Archived archived(String line) throws IOException {
        JsonNode json = ContractJson.EVENTS.readTree(line);
        if (json.path("event") instanceof ObjectNode event) {
            return new Archived(
                    json.path("position").asText(), json.path("source").asText(), event);
        }
        throw new IOException(
                "the archive holds no event at " + json.path("position").asText());
    }
}
