package dev.catchment.broker;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one stream after the other be as it should be, and notes what it found. */
final class StreamMaker {
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    /** Of the account; not enough room in any server; of the server. */
    private static final Set<Integer> NO_ROOM = Set.of(10002, 10023, 10047);
    /** A request that NATS does not allow is never answered. */
    private static final JetStreamOptions OPTIONS =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(2)).build();

    private final Connection connection;
    private final JetStreamManagement management;
    private final List<String> created = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<StreamRefusal> refused = new ArrayList<>();
    private final Map<String, StreamContents> contents = new HashMap<>();

    /** The first sequence of a stream that is made. */
    interface FirstSequence {
        long get() throws IOException, JetStreamApiException, InterruptedException;
    }

    StreamMaker(Connection connection) throws IOException {
        this.connection = connection;
        this.management = connection.jetStreamManagement(OPTIONS);
    }

    long denied() {
        return refused.stream()
                .filter(r -> r.cause() == StreamRefusal.Cause.PERMISSION)
                .count();
    }

    /** Makes it be as it should be. */
    void ensure(StreamConfiguration wanted, FirstSequence first)
            throws IOException, JetStreamApiException, InterruptedException {
        ensure(wanted, first, true);
    }

    /** Makes it if it is not there, and leaves it as it is otherwise. */
    void create(StreamConfiguration wanted) throws IOException, JetStreamApiException, InterruptedException {
        ensure(wanted, () -> 1, false);
    }

    private void ensure(StreamConfiguration wanted, FirstSequence first, boolean update)
            throws IOException, JetStreamApiException, InterruptedException {
        connection.clearLastError();
        try {
            Optional<StreamInfo> info = info(wanted.getName());
            if (info.isEmpty()) {
                create(wanted, first.get());
            } else {
                contents.put(wanted.getName(), StreamContents.of(info.get()));
                if (update) {
                    update(wanted, info.get().getConfiguration());
                }
            }
        } catch (IOException e) {
            String denial = Denial.of(connection).orElseThrow(() -> e);
            refused.add(new StreamRefusal(
                    wanted.getName(),
                    !contents.containsKey(wanted.getName()),
                    StreamRefusal.Cause.PERMISSION,
                    "NATS does not let the operator look after stream " + wanted.getName() + " (" + denial
                            + "): give its NATS user that permission"));
        }
    }

    private Optional<StreamInfo> info(String stream) throws IOException, JetStreamApiException {
        try {
            return Optional.of(management.getStreamInfo(stream));
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void create(StreamConfiguration wanted, long first) throws IOException, JetStreamApiException {
        try {
            StreamInfo made = management.addStream(
                    first == 1
                            ? wanted
                            : StreamConfiguration.builder(wanted)
                                    .firstSequence(first)
                                    .build());
            created.add(wanted.getName());
            contents.put(wanted.getName(), StreamContents.of(made));
        } catch (JetStreamApiException e) {
            refuse(wanted, true, e);
        }
    }

    private void update(StreamConfiguration wanted, StreamConfiguration current)
            throws IOException, JetStreamApiException {
        if (StreamDifference.none(wanted, current)) {
            return;
        }
        try {
            management.updateStream(StreamConfiguration.builder(wanted)
                    .firstSequence(current.getFirstSequence())
                    .build());
            changed.add(wanted.getName());
        } catch (JetStreamApiException e) {
            refuse(wanted, false, e);
        }
    }

    private void refuse(StreamConfiguration wanted, boolean missing, JetStreamApiException e)
            throws JetStreamApiException {
        boolean room = NO_ROOM.contains(e.getApiErrorCode());
        if (e.getErrorCode() == UNAVAILABLE && !room) {
            throw e;
        }
        refused.add(new StreamRefusal(
                wanted.getName(),
                missing,
                room ? StreamRefusal.Cause.STORAGE : StreamRefusal.Cause.CONFIGURATION,
                "stream " + wanted.getName() + (missing ? " cannot be made: " : " stays as it is: ")
                        + e.getErrorDescription()));
    }

    Provisioning done(List<StreamConfiguration> all) throws IOException, JetStreamApiException {
        List<StreamRefusal> told = refused;
        if (refused.stream().anyMatch(r -> r.cause() == StreamRefusal.Cause.STORAGE)) {
            String room = room(all);
            told = refused.stream()
                    .map(r -> r.cause() == StreamRefusal.Cause.STORAGE
                            ? new StreamRefusal(r.stream(), r.missing(), r.cause(), r.message() + room)
                            : r)
                    .toList();
        }
        return new Provisioning(created, changed, told, contents);
    }

    private String room(List<StreamConfiguration> all) throws IOException, JetStreamApiException {
        long lacking = all.stream()
                .filter(s -> refused.stream().anyMatch(r -> r.stream().equals(s.getName())))
                .mapToLong(StreamConfiguration::getMaxBytes)
                .sum();
        AccountStatistics account = management.getAccountStatistics();
        long most = account.getLimits().getMaxStorage();
        return " (" + lacking + " bytes are needed beside the " + account.getReservedStorage()
                + " that the account's streams reserve; "
                + (most < 0
                        ? "what the server has, its max_file_store, it does not tell"
                        : "the account may have " + most)
                + ")";
    }
}
