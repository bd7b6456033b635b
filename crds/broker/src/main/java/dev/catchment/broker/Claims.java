package dev.catchment.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A cluster's claim to a hub: one entry of the {@code applied} bucket, written by compare-and-set. Two clusters with one
 * NATS and a Workspace of the same namespace and name would otherwise undo each other's plan. How old a claim is, the
 * broker's timestamps say, never a clock of one of the two.
 */
public final class Claims {
    /** A claim that was not renewed for so many of its own intervals counts no more. */
    static final int POLLS = 5;

    private static final int WRONG_REVISION = 10071;
    private static final int ATTEMPTS = 5;

    private final Connection connection;
    private final Subjects names;
    private final Claim mine;
    private final KeyValue bucket;
    private long revision;
    private byte[] written = new byte[0];

    /** Whose the hub was before. */
    public enum Former {
        /** This operator's, or nobody's. */
        OWN,
        /** Another operator's: what this one remembers of the hub may be out of date. */
        OTHER
    }

    /**
     * The {@code applied} bucket must be there.
     *
     * @param mine as it is written where the cluster held nothing before
     */
    public Claims(Connection connection, Subjects names, Claim mine) throws IOException {
        this.connection = connection;
        this.names = names;
        this.mine = mine;
        this.bucket = connection.keyValue(names.appliedBucket());
    }

    /**
     * Claims the hub, or renews the claim. A claim of the same cluster is always taken over, as is one that was not
     * renewed for a while.
     *
     * @throws ClaimedElsewhereException if another cluster holds it; nothing was written then
     */
    public Former take() throws IOException, JetStreamApiException, ClaimedElsewhereException {
        JetStreamApiException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            KeyValueEntry entry = bucket.get(Subjects.CLAIM);
            Optional<Claim> held = Optional.ofNullable(entry).flatMap(Claims::read);
            boolean same = held.map(c -> c.cluster().equals(mine.cluster())).orElse(true);
            if (entry != null && held.isPresent() && foreign(entry, held.get())) {
                throw new ClaimedElsewhereException(
                        held.get(), entry.getCreated().toInstant());
            }
            byte[] json = json(same ? held.map(Claim::since).orElse(mine.since()) : mine.since());
            try {
                revision = entry == null
                        ? bucket.create(Subjects.CLAIM, json)
                        : bucket.update(Subjects.CLAIM, json, entry.getRevision());
                written = json;
                boolean own = held.map(c -> same && c.operator().equals(mine.operator()))
                        .orElse(true);
                return own ? Former.OWN : Former.OTHER;
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() != WRONG_REVISION) {
                    throw e;
                }
                last = e;
            }
        }
        throw new IOException("the claim to the hub was written by others all the time", last);
    }

    /** As {@link #take}, by one request if nobody else wrote it since it was taken. */
    public Former renew() throws IOException, JetStreamApiException, ClaimedElsewhereException {
        if (written.length == 0) {
            return take();
        }
        try {
            revision = bucket.update(Subjects.CLAIM, written, revision);
            return Former.OWN;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            return take();
        }
    }

    /**
     * Looks whose the hub is without claiming it; one without its {@code applied} bucket is nobody's.
     *
     * @throws ClaimedElsewhereException if another cluster holds it
     */
    public static void requireOwn(Connection connection, Subjects names, Claim mine)
            throws IOException, JetStreamApiException, ClaimedElsewhereException {
        String stream = Subjects.streamOf(names.appliedBucket());
        if (connection
                .jetStreamManagement()
                .getStreamNames("$KV." + names.appliedBucket() + ".>")
                .contains(stream)) {
            Claims claims = new Claims(connection, names, mine);
            KeyValueEntry entry = claims.bucket.get(Subjects.CLAIM);
            Optional<Claim> held = Optional.ofNullable(entry).flatMap(Claims::read);
            if (entry != null && held.isPresent() && claims.foreign(entry, held.get())) {
                throw new ClaimedElsewhereException(
                        held.get(), entry.getCreated().toInstant());
            }
        }
    }

    private boolean foreign(KeyValueEntry entry, Claim held) throws IOException, JetStreamApiException {
        return !held.cluster().equals(mine.cluster()) && fresh(entry, held);
    }

    private boolean fresh(KeyValueEntry entry, Claim claim) throws IOException, JetStreamApiException {
        Instant now = connection
                .jetStreamManagement()
                .getStreamInfo(Subjects.streamOf(names.appliedBucket()))
                .getTimestamp()
                .toInstant();
        Duration age = Duration.between(entry.getCreated().toInstant(), now);
        return age.compareTo(Duration.ofSeconds(claim.everySeconds()).multipliedBy(POLLS)) < 0;
    }

    private byte[] json(String since) throws JsonProcessingException {
        return ContractJson.DOCUMENTS.writeValueAsBytes(
                new Claim(mine.cluster(), mine.workspace(), mine.operator(), since, mine.everySeconds()));
    }

    /** One that nobody can read holds nothing. */
    private static Optional<Claim> read(KeyValueEntry entry) {
        if (entry.getOperation() != KeyValueOperation.PUT) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContractJson.DOCUMENTS.readValue(entry.getValue(), Claim.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
